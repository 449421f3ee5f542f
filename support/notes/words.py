"""The words of a note as they may be kept: what is refused, and whom they mention."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.db.models.functions import Lower

from dashboard.permissions import MAY, Permission
from support.commands.refusals import Invalid
from support.notes.models import LONGEST_TEXT

MOST_MENTIONED: Final = 50
MENTION: Final = re.compile(r"(?<![\w@./])@(\w(?:[\w.+@-]*\w)?)")
"""A login behind an @ that begins a word; a full stop or comma after it is none of it."""


def checked(text: str, noun: str = "note") -> str:
    """The words of a ``noun`` without space around them and with line ends of one kind. Raises Invalid, in words."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\0" in text:
        raise Invalid(text=f"The {noun} holds a NUL character, which cannot be kept. Take it out.")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Invalid(text=f"The {noun} holds half a character (a lone surrogate), which cannot be kept. Take it out.")
    if not text:
        raise Invalid(text="Write something first.")
    if len(text) > LONGEST_TEXT:
        over = len(text) - LONGEST_TEXT
        raise Invalid(text=f"A {noun} takes up to {LONGEST_TEXT:,} characters; this one has {over:,} too many.")
    return text


def colleagues() -> QuerySet[User]:
    """Everybody who can be mentioned: whoever gets notices."""
    roles = [role.value for role in MAY[Permission.VIEW_NOTICES]]
    return User.objects.filter(is_active=True, groups__name__in=roles).distinct()


def logins_in(text: str) -> frozenset[str]:
    """What stands behind an @, in small letters."""
    return frozenset(found.lower() for found in MENTION.findall(text)[:MOST_MENTIONED])


def mentioned(logins: Iterable[str]) -> list[User]:
    """The colleagues of these logins."""
    wanted = list(logins)
    return list(colleagues().annotate(low=Lower("username")).filter(low__in=wanted)) if wanted else []
