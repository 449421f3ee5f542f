"""What the person of this request may do, for templates: a link is drawn only where it leads somewhere."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.http import HttpRequest

from dashboard.permissions import Permission
from dashboard.permissions import may as roles_may
from dashboard.roles import roles_of

register = template.Library()


@register.simple_tag
def may(request: HttpRequest | None, permission: str) -> bool:
    """Whether the signed-in person holds a permission. A name that is not in the registry is an error."""
    person = getattr(request, "user", None)
    return person is not None and roles_may(roles_of(person), Permission(permission))


@register.simple_tag
def demo_banner() -> str:
    """What to say on every page of an installation that is no real one; "" in production."""
    return str(getattr(settings, "DEMO_BANNER", ""))
