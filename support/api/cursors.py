"""Opaque cursors: where the next page begins, signed, and good only for the list it was made for."""

from __future__ import annotations

from django.core import signing
from rest_framework.exceptions import ValidationError

SALT = "printdesk.api.cursor"
LONGEST = 2000


def sealed(of: str, position: str) -> str:
    """The cursor of a position in the list named by ``of``."""
    return signing.dumps([of, position], salt=SALT, compress=True)


def opened(of: str, cursor: str) -> str:
    """The position in it, "" for no cursor. Raises ValidationError where it is none of this list's."""
    if not cursor:
        return ""
    try:
        made_for, position = signing.loads(cursor, salt=SALT) if len(cursor) <= LONGEST else ("", "")
    except (signing.BadSignature, ValueError, TypeError):
        made_for, position = "", ""
    if made_for != of or not isinstance(position, str):
        raise ValidationError({"cursor": ["This cursor was not made for this list. Take it from its “next”."]})
    return position
