"""What the person of this request may do, for templates: a link is drawn only where it leads somewhere."""

from __future__ import annotations

from pathlib import Path

from django import template
from django.conf import settings
from django.http import HttpRequest

from dashboard.permissions import Permission, allowed
from dashboard.roles import roles_of

register = template.Library()


@register.simple_tag
def may(request: HttpRequest | None, permission: str, own: bool | None = None) -> bool:
    """Whether the signed-in person holds a permission, for an object of theirs or of somebody else's where ``own``
    says so. A name that is not in the registry is an error.
    """
    person = getattr(request, "user", None)
    return person is not None and allowed(roles_of(person), Permission(permission), own=own)


@register.simple_tag
def notice() -> str:
    """What everybody is to know at the moment, said on every page: the text of NOTICE_FILE, "" where there is none."""
    file = Path(settings.NOTICE_FILE) if settings.NOTICE_FILE else None
    return file.read_text(encoding="utf-8") if file and file.exists() else ""
