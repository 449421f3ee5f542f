"""What somebody has typed and not sent yet, kept at its place until it is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from support.commands.refusals import Invalid
from support.notes.models import Draft
from support.notices.unread import Person, remember, unread_number

LONGEST_DRAFT: Final = 20_000
"""Twice a note: who has typed too much loses nothing."""

PLACE: Final = re.compile(r"[a-z-]{1,30}:[^\0\ud800-\udfff]{1,600}")


def keep(person: User, place: str, text: str) -> None:
    """Keep what is typed at a place, in the place of what was kept before; nothing typed is nothing kept.

    Raises Invalid where the place or the text is none that can be kept.
    """
    if not PLACE.fullmatch(place):
        raise Invalid(place="There is no such place.")
    if len(text) > LONGEST_DRAFT or re.search("[\0\ud800-\udfff]", text):
        raise Invalid(text=f"Up to {LONGEST_DRAFT:,} characters are kept, without NUL.")
    if text.strip():
        now = {"text": text, "saved_at": timezone.now()}
        Draft.objects.update_or_create(person=person, place=place, defaults=now)
    else:
        drop(person, place)


def kept(person: Person, place: str) -> str:
    """What somebody typed at a place, "" where nothing. The number of their unread notices, which every page shows, is
    read in the same query.
    """
    theirs = Draft.objects.filter(person=person.pk, place=place).values("text")
    text = Coalesce(Subquery(theirs), Value(""), output_field=TextField())
    typed, number = User.objects.filter(pk=person.pk or 0).values_list(text, unread_number()).get()
    remember(person, number)
    return str(typed)


def kept_under(person: User, place: str) -> dict[str, str]:
    """What somebody typed at the places that begin so, by the rest of their names. One query."""
    found = Draft.objects.filter(person=person, place__startswith=place)
    return {full.removeprefix(place): text for full, text in found.values_list("place", "text")}


def drop_under(person: User, place: str) -> None:
    """All of it was sent."""
    Draft.objects.filter(person=person, place__startswith=place).delete()


def drop(person: User, place: str) -> None:
    """It was sent."""
    Draft.objects.filter(person=person, place=place).delete()


def sweep() -> int:
    """Forget what was typed and left for DRAFT_DAYS; how many drafts that were."""
    return Draft.objects.filter(saved_at__lt=timezone.now() - timedelta(days=settings.DRAFT_DAYS)).delete()[0]
