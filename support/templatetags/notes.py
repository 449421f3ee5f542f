"""What a page tells whoever looks at it of themselves: unread notices, and what they have typed and not sent."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from support.notes import drafts
from support.notices import unread

register = template.Library()


@register.simple_tag
def unread_notices(request: HttpRequest) -> int:
    """How many notices they have not read."""
    return unread.unread(request.user)


@register.simple_tag
def draft(request: HttpRequest, place: str, instead: str = "") -> str:
    """What they typed at a place and did not send; ``instead`` where there is something else to show."""
    return instead or drafts.kept(request.user, place)
