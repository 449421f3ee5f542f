"""What becomes of a note: its author changes or withdraws it for a while, colleagues pin it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dashboard.permissions import Permission
from support.audit.record import record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed, NotThere
from support.notes import drafts
from support.notes.models import Note
from support.notes.refusals import Changed, Over
from support.notes.words import checked, logins_in, mentioned
from support.notes.write import about, mention, target
from support.notices.tell import take_back

EDITED = EventType("note.edited", "changed the words of note {target}")
WITHDRAWN = EventType("note.withdrawn", "withdrew note {target}")
PINNED = EventType("note.pinned", "pinned note {target}")
UNPINNED = EventType("note.unpinned", "unpinned note {target}")
SEEN_DIGITS: Final = 16


def changeable_until(note: Note) -> datetime:
    """Until when its author may change or withdraw it."""
    return note.written_at + timedelta(minutes=settings.NOTE_EDIT_MINUTES)


def words_seen(note: Note) -> str:
    """What stands for a note's words in a form."""
    return hashlib.sha256(note.text.encode()).hexdigest()[:SEEN_DIGITS]


def is_own(asker: Asker, note: Note) -> bool:
    """Whether they wrote it."""
    return note.actor == asker.actor.id


def own_note(asker: Asker, number: int) -> Note:
    """A note that its author may change now. Raises NotThere, NotAllowed, Over."""
    return _own(asker, number)


@transaction.atomic
def edit(asker: Asker, number: int, text: str, seen: str) -> Note:
    """The note in other words. ``seen`` is ``words_seen`` of it as it was looked at: what else was done with it, as a
    pin, is no reason to refuse.

    Raises NotThere, NotAllowed, Over, Invalid, Changed.
    """
    note = _own(asker, number, lock=True)
    text = checked(text)
    if text == note.text:
        return note
    if words_seen(note) != seen:
        raise Changed(note)
    note.text, note.edited_at = text, timezone.now()
    _save(note, "text", "edited_at")
    mention(note, note.author, mentioned(logins_in(text)))
    record(asker.actor, EDITED, target(note), details={"characters": len(text)})
    if asker.person is not None:
        drafts.drop(asker.person, f"note:{note.pk}")
    return note


@transaction.atomic
def withdraw(asker: Asker, number: int) -> tuple[Note, bool]:
    """Hide a note from everybody; its words are its author's draft again, where they have typed nothing else since:
    whether that is so. Raises NotThere, NotAllowed, Over.
    """
    note = _own(asker, number, lock=True)
    note.withdrawn_at = timezone.now()
    _save(note, "withdrawn_at")
    take_back(f"mention:{note.pk}")
    record(asker.actor, WITHDRAWN, target(note))
    person, place = asker.person, about(note).place
    if person is None or drafts.kept(person, place):
        return note, False
    drafts.keep(person, place, note.text)
    return note, True


@transaction.atomic
def pin(asker: Asker, number: int, pinned: bool) -> Note:
    """Put a note on top of the others, or among them again. Raises NotThere and NotAllowed."""
    if not asker.may(Permission.PIN_NOTE):
        raise NotAllowed(Permission.PIN_NOTE)
    note = _found(number, lock=True)
    if pinned is (note.pinned_at is not None):
        return note
    note.pinned_at, note.pinned_by = (timezone.now(), asker.person) if pinned else (None, None)
    _save(note, "pinned_at", "pinned_by")
    record(asker.actor, PINNED if pinned else UNPINNED, target(note))
    return note


def _own(asker: Asker, number: int, *, lock: bool = False) -> Note:
    note = _found(number, lock=lock)
    if not asker.may(Permission.WRITE_NOTE, own=is_own(asker, note)):
        raise NotAllowed(Permission.WRITE_NOTE)
    if timezone.now() >= changeable_until(note):
        raise Over
    return note


def _found(number: int, *, lock: bool) -> Note:
    notes = Note.objects.filter(pk=number, withdrawn_at=None)
    note = (notes.select_for_update() if lock else notes).first()
    if note is None:
        raise NotThere("There is no such note any more.")
    return note


def _save(note: Note, *fields: str) -> None:
    note.changes += 1
    note.save(update_fields=[*fields, "changes"])
