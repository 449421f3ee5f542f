"""Notes as people read them: in their card, in the timeline of an order, beside a customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from dashboard.permissions import Permission
from orders.answer.model import Stage, TimelineEvent, Tone
from support import masking
from support.commands.asker import Asker
from support.commands.people import called
from support.masking import Secrets
from support.notes.change import changeable_until, is_own
from support.notes.listing import logins_of
from support.notes.models import Note
from support.notes.write import address_of
from support.shown.note_text import Words, words
from support.shown.pages import Slice, sliced

NOTES_A_PAGE: Final = 10
EXCERPT: Final = 140

Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNote:
    """One note. ``until`` is when whoever looks at it may change it no more, None where they may not now."""

    note: Note
    who: str
    words: Words
    wanted: bool
    until: datetime | None
    may_pin: bool
    pinned_by: str
    address: str
    order_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotes:
    """One page of notes; ``count`` is of all."""

    page: Slice[ShownNote]

    @property
    def count(self) -> int:
        """How many there are."""
        return self.page.whole


def masked(secrets: Secrets | None) -> Mask:
    """How the words of colleagues are masked; not at all where the personal data is revealed."""
    return (lambda text: masking.scrub(text, secrets)) if secrets is not None else str


def shown_notes(
    notes: Sequence[Note],
    asker: Asker | None,
    mask: Mask,
    now: datetime,
    number: int = 1,
    wanted: str = "",
    *,
    pinned_first: bool = True,
) -> ShownNotes:
    """One page of ``notes``, which come newest first: pinned ones before the others. The page that holds
    the ``wanted`` one, or that of the number.
    """
    ordered = [note for note in notes if note.withdrawn_at is None]
    if pinned_first:
        ordered.sort(key=lambda note: note.pinned_at is None)
    place = next((place for place, note in enumerate(ordered) if str(note.pk) == wanted), None)
    page = sliced(ordered, number if place is None else place // NOTES_A_PAGE + 1, NOTES_A_PAGE)
    return ShownNotes(page=page.of([_shown(note, asker, mask, now, wanted) for note in page.items]))


def note_events(notes: Sequence[Note], mask: Mask) -> list[TimelineEvent]:
    """The notes of an order as events, with the beginning of their words."""
    return [_event(note, mask) for note in notes if note.withdrawn_at is None]


def written_by(note: Note) -> str:
    """The colleague's name, or the program's."""
    if note.author is not None:
        return called(note.author)
    return note.token.name if note.token is not None else "somebody who has left"


def _shown(note: Note, asker: Asker | None, mask: Mask, now: datetime, wanted: str) -> ShownNote:
    until = changeable_until(note)
    changes = asker is not None and now < until and asker.may(Permission.WRITE_NOTE, own=is_own(asker, note))
    return ShownNote(
        note=note,
        who=written_by(note),
        words=words(mask(note.text), logins_of(note)),
        wanted=str(note.pk) == wanted,
        until=until if changes else None,
        may_pin=asker is not None and asker.may(Permission.PIN_NOTE),
        pinned_by=called(note.pinned_by) if note.pinned_by else "",
        address=address_of(note),
        order_address=reverse("order", args=[note.order_id]) if note.order_id else "",
    )


def _event(note: Note, mask: Mask) -> TimelineEvent:
    said = " ".join(mask(note.text).split())
    excerpt = said if len(said) <= EXCERPT else f"{said[:EXCERPT].rstrip()} …"
    edited = ", edited" if note.edited_at else ""
    return TimelineEvent(
        id=f"note-{note.pk}-written",
        at=note.written_at,
        heard_at=note.written_at,
        kind="note.written",
        tone=Tone.IDLE,
        stage=Stage.UNKNOWN,
        actor=written_by(note),
        text=f"Note{edited}: {excerpt}",
        source=f"notes/{note.pk}",
        clock="Printdesk",
    )
