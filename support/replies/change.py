"""Changing words, and going back: a new version each time, with its row of the audit."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from orders.answer.reply import Language
from support.audit.record import LONGEST_REASON, Actor, Target, record
from support.audit.types import EventType
from support.replies.check import problems
from support.replies.models import ReplyText
from support.replies.texts import Text

CHANGED: Final = EventType("reply.changed", "changed the reply {target} to {words}, as version {version}")
OWN: Final = "Printdesk’s own words"
SAME: Final = "These are the words in use already."
WHY: Final = "Say why, so that whoever finds other words tomorrow knows."


class Wrong(Exception):
    """What was asked for cannot be: ``problems`` by field, each a list of sentences."""

    def __init__(self, **problems: tuple[str, ...]) -> None:
        super().__init__(*problems)
        self.problems = problems


class Overtaken(Exception):
    """Somebody else has changed the words since they were looked at."""


def versions(text: Text, language: Language) -> QuerySet[ReplyText]:
    """Newest first, with who changed them and why."""
    found = ReplyText.objects.filter(situation=text.key, language=language.code)
    return found.select_related("changed_by", "event__reason").order_by("-version")


def change(person: User, text: Text, language: Language, words: str, *, base: int, reason: str) -> ReplyText:
    """New words, tidied. ``base`` is the version they were written over, 0 for none. Raises Wrong, Overtaken."""
    found, own = problems(text, words), language.own(text.key)
    if found:
        raise Wrong(text=found, **_why(reason))
    kept = "" if words == own else words
    return _put(person, text, language, kept, base=base, reason=reason, said="other words" if kept else OWN)


def go_back(person: User, text: Text, language: Language, to: int, *, base: int, reason: str) -> ReplyText:
    """The words of an earlier version again, or Printdesk's own (0). Raises Wrong, Overtaken."""
    former = versions(text, language).filter(version=to).first() if to else None
    if to and former is None:
        raise Wrong(to=("There is no such version.",), **_why(reason))
    kept = former.text if former else ""
    if kept and (found := problems(text, kept)):
        raise Wrong(to=found, **_why(reason))
    said = f"the words of version {to}" if kept else OWN
    return _put(person, text, language, kept, base=base, reason=reason, said=said)


def _put(person: User, text: Text, language: Language, kept: str, *, base: int, reason: str, said: str) -> ReplyText:
    if why := _why(reason):
        raise Wrong(**why)
    newest = versions(text, language).first()
    version = newest.version if newest else 0
    if version != base:
        # A second click on the same button is answered as the first.
        if newest and newest.text == kept and newest.changed_by == person:
            return newest
        raise Overtaken
    if kept == (newest.text if newest else ""):
        raise Wrong(text=(SAME,))
    try:
        with transaction.atomic():
            return _written(person, text, language, kept, version + 1, reason, said)
    except IntegrityError as error:  # who came between is told apart by the number of the version
        raise Overtaken from error


def _written(
    person: User, text: Text, language: Language, kept: str, version: int, reason: str, said: str
) -> ReplyText:
    event = record(
        Actor.staff(person),
        CHANGED,
        Target("reply", f"{text.key}/{language.code}"),
        reason=reason,
        details={"words": said, "version": version},
    )
    return ReplyText.objects.create(
        situation=text.key,
        language=language.code,
        version=version,
        text=kept,
        changed_by=person,
        changed_at=event.at,
        event=event,
    )


def _why(reason: str) -> dict[str, tuple[str, ...]]:
    if not reason.strip():
        return {"reason": (WHY,)}
    return {} if len(reason) <= LONGEST_REASON else {"reason": (f"At most {LONGEST_REASON:,} characters.",)}
