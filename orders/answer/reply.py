"""The reply for the customer: plain words in their language, from the data in ``replies/``, one file a language.

Words may have been changed since: who asks for a reply brings them, by the key of the text and the language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from orders.answer.blanks import filled
from orders.answer.facts import OrderFacts
from orders.answer.model import Reply
from orders.delivery import promise_of

FALLBACK = "en"
FOLDER = Path(__file__).with_name("replies")
FRAME = "frame."
"""Begins the keys of what stands around every reply: ``frame.greeting``."""

Words = Mapping[tuple[str, str], str]
"""Changed words by key and language: ``("photo_missing", "de")``."""

NO_WORDS: Words = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language; ``code`` is BCP 47."""

    code: str
    frame: Mapping[str, str]
    dates: Mapping[str, Any]
    replies: Mapping[str, str]

    def own(self, key: str) -> str:
        """The words that come with Printdesk, "" where the language has none for it."""
        if key.startswith(FRAME):
            return self.frame.get(key.removeprefix(FRAME), "")
        return self.replies.get(key, "")

    def date(self, time: datetime) -> str:
        """``Friday 27 November``, as the language writes it."""
        weekday, month = self.dates["weekdays"][time.weekday()], self.dates["months"][time.month - 1]
        return filled(self.dates["pattern"], weekday=weekday, day=str(time.day), month=month)


@dataclass(frozen=True, slots=True)
class Voice:
    """A language with what was changed of it."""

    language: Language
    words: Words

    def has(self, key: str) -> bool:
        """Whether it has any words for this."""
        return bool(self.words.get((key, self.language.code)) or self.language.own(key))

    def says(self, key: str, **known: str) -> str:
        """The words, with their blanks filled."""
        return filled(self.words.get((key, self.language.code)) or self.language.own(key), **known)


@cache
def languages() -> Mapping[str, Language]:
    """Every language there is, by its code in lower case."""
    found = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
    return {
        code.lower(): Language(code, words["frame"], words["dates"], words["replies"]) for code, words in found.items()
    }


def language_of(locale: str) -> Language:
    """The language of a locale: itself, then without its region, then English."""
    known = languages()
    wanted = locale.replace("_", "-").lower()
    return known.get(wanted) or known.get(wanted.split("-")[0]) or known[FALLBACK]


def reply_for(
    facts: OrderFacts,
    key: str,
    locale: str,
    *,
    page: int,
    late: bool,
    awaited: bool,
    calm: bool,
    words: Words = NO_WORDS,
) -> Reply:
    """What to write to the customer; in English where their language has no words for it.

    ``awaited``: it is still to arrive, so that lateness is owned up to; ``calm``: nothing is in the way, so
    that the promise may be repeated.
    """
    voice = Voice(language_of(locale), words)
    if not voice.has(key):
        voice = Voice(languages()[FALLBACK], words)
    where = voice.says("frame.where", page=str(page)) if page else ""
    promise = _promise(facts, voice, late=late, calm=calm) if awaited else ""
    text = " ".join(part for part in (voice.says(key, where=where), promise) if part)
    greeting, closing = voice.says("frame.greeting"), voice.says("frame.closing")
    return Reply(key=key, language=voice.language.code, text=f"{greeting}\n\n{text}\n\n{closing}")


def _promise(facts: OrderFacts, voice: Voice, *, late: bool, calm: bool) -> str:
    order, first, now = facts.order, promise_of(facts.order), facts.clock.now
    if order is None or first is None or now is None:
        return ""
    in_force = order.deliver_by or first
    moved = in_force > first and in_force > now
    if late:
        told = {"date": _day(facts, voice, first), "moved": _day(facts, voice, in_force)}
        return voice.says("frame.late_moved" if moved else "frame.late", **told)
    return voice.says("frame.promise", date=_day(facts, voice, in_force)) if calm and in_force > now else ""


def _day(facts: OrderFacts, voice: Voice, time: datetime) -> str:
    return voice.language.date(facts.clock.local(time))
