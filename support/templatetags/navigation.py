"""The main navigation, for the top bar."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from support.shown.navigation import Navigation, navigation

register = template.Library()


@register.simple_tag(name="navigation")
def navigation_of(request: HttpRequest) -> Navigation:
    """Where the person of this request may go."""
    return navigation(request)
