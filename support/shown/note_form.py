"""The form in which a note is written or changed, with what was typed so far."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse

from dashboard.permissions import Permission
from support.commands.asker import Asker
from support.notes import drafts
from support.notes.change import words_seen
from support.notes.models import LONGEST_TEXT, Note
from support.notes.write import About, about


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteForm:
    """``place`` is where what is typed is kept as a draft of the person ``person``. ``seen`` stands for
    the words of the note that is changed, "" for a new one; ``now`` are its words where they were changed meanwhile.
    """

    action: str
    back: str
    place: str
    person: int
    text: str
    key: str = ""
    seen: str = ""
    problem: str = ""
    now: str = ""
    focus: bool = False

    @property
    def longest(self) -> int:
        """In characters."""
        return LONGEST_TEXT


def write_form(asker: Asker, subject: About, *, text: str | None = None, key: str = "", problem: str = "") -> NoteForm:
    """The form for a new note, with its draft where nothing was sent."""
    person = asker.person
    typed = text if text is not None else drafts.kept(person, subject.place) if person else ""
    name, key_of = ("order-notes", subject.order_id) if subject.order_id else ("customer-notes", subject.user_id)
    return NoteForm(
        action=reverse(name, args=[key_of]),
        back=subject.address,
        place=subject.place,
        person=person.pk if person else 0,
        text=typed,
        key=key or uuid.uuid4().hex,
        problem=problem,
    )


def offered_form(asker: Asker, subject: About) -> NoteForm | None:
    """The form for a new note, for those who may write one."""
    return write_form(asker, subject) if asker.may(Permission.WRITE_NOTE) else None


def edit_form(
    asker: Asker, note: Note, *, text: str | None = None, seen: str = "", problem: str = "", now: str = ""
) -> NoteForm:
    """The form for other words of a note: those that were sent, or typed and not sent, or its own."""
    place = f"note:{note.pk}"
    typed = (drafts.kept(asker.person, place) if asker.person else "") or note.text
    return NoteForm(
        action=reverse("note-edit", args=[note.pk]),
        back=about(note).address,
        place=place,
        person=asker.person.pk if asker.person else 0,
        text=typed if text is None else text,
        seen=seen or words_seen(note),
        problem=problem,
        now=now,
        focus=not problem,
    )
