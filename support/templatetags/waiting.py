"""How much waits for the person of this request, for the top bar."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import User
from django.http import HttpRequest

from dashboard.permissions import Permission, allowed
from dashboard.roles import roles_of
from support.requests.listing import waiting_for

register = template.Library()


@register.simple_tag
def requests_waiting(request: HttpRequest) -> int:
    """How many requests they could decide on now; 0 for who decides on none."""
    person = request.user
    if not isinstance(person, User) or not allowed(roles_of(person), Permission.DECIDE_REQUEST):
        return 0
    return waiting_for(person)
