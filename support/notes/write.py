"""Writing a note: kept, audited and told to whom it mentions in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from dashboard.permissions import Permission
from support.audit.record import Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.people import called
from support.commands.refusals import NotAllowed
from support.notes import drafts
from support.notes.models import Note
from support.notes.words import checked, logins_in, mentioned
from support.notices.models import NoticeKind
from support.notices.tell import take_back, tell

WRITTEN = EventType("note.written", "wrote note {target}")


@dataclass(frozen=True, slots=True)
class About:
    """What a note is about: an order, and whose it is where that is known; or a customer, without an order."""

    user_id: str
    order_id: str = ""

    @property
    def place(self) -> str:
        """The name of the draft of a new note."""
        return f"note:order:{self.order_id}" if self.order_id else f"note:customer:{self.user_id}"

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("order", args=[self.order_id]) if self.order_id else reverse("customer", args=[self.user_id])


def about(note: Note) -> About:
    """What a kept note is about."""
    return About(note.user_id, note.order_id)


def target(note: Note) -> Target:
    """How the audit names a note."""
    return Target("note", str(note.pk), note.order_id)


def write(asker: Asker, subject: About, text: str, key: str, *, typed: bool = True) -> Note:
    """The note, or the one that these words became when they were sent before with the same key. ``typed`` where it was
    in the form of a new note, whose draft is dropped.

    Raises Invalid and NotAllowed.
    """
    if not asker.may(Permission.WRITE_NOTE):
        raise NotAllowed(Permission.WRITE_NOTE)
    text = checked(text)
    key = _key(subject, text, key)
    try:
        return _written(asker, key) or _write(asker, subject, text, key, typed=typed)
    except IntegrityError:
        # The same was sent twice at once, and the other was first.
        found = _written(asker, key)
        if found is None:
            raise
        return found


def address_of(note: Note) -> str:
    """Where a note is read: on its page, on whichever page of the notes."""
    return f"{about(note).address}?note={note.pk}#note-{note.pk}"


def mention(note: Note, author: User | None, people: Collection[User]) -> None:
    """Keep who is mentioned, and tell those who are so for the first time; whoever is no more need not look."""
    note.mentions.set(people)
    key = f"mention:{note.pk}"
    take_back(key, keep=people)
    what = "an order" if note.order_id else "a customer"
    name = called(author) if author else "A program"
    for person in people:
        if person != author:
            words = f"{name} mentioned you in a note about {what}"
            tell(person, NoticeKind.MENTION, key, note.order_id, words, address_of(note))


@transaction.atomic
def _write(asker: Asker, subject: About, text: str, key: str, *, typed: bool) -> Note:
    note = Note.objects.create(
        order_id=subject.order_id,
        user_id=subject.user_id,
        author=asker.person,
        token=asker.token,
        actor=asker.actor.id,
        key=key,
        text=text,
        written_at=timezone.now(),
    )
    people = mentioned(logins_in(text))
    mention(note, asker.person, people)
    record(asker.actor, WRITTEN, target(note), details={"characters": len(text), "mentions": len(people)})
    if typed and asker.person is not None:
        drafts.drop(asker.person, subject.place)
    return note


def _written(asker: Asker, key: str) -> Note | None:
    return Note.objects.filter(actor=asker.actor.id, key=key).first()


def _key(subject: About, text: str, key: str) -> str:
    """Of the form and its words: a form that is sent a second time with other words is another note."""
    told = json.dumps([key, subject.order_id, subject.user_id if not subject.order_id else "", text])
    return hashlib.sha256(told.encode()).hexdigest()
