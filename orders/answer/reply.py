"""The reply for the customer: plain words in their language, from the data in ``replies/``, one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from orders.answer.facts import OrderFacts
from orders.answer.model import Reply
from orders.delivery import promise_of

FALLBACK = "en"
FOLDER = Path(__file__).with_name("replies")


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language; ``code`` is BCP 47."""

    code: str
    frame: Mapping[str, str]
    dates: Mapping[str, Any]
    replies: Mapping[str, str]

    def date(self, time: datetime) -> str:
        """``Friday 27 November``, as the language writes it."""
        pattern: str = self.dates["pattern"]
        weekday, month = self.dates["weekdays"][time.weekday()], self.dates["months"][time.month - 1]
        return pattern.format(weekday=weekday, day=time.day, month=month)


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


def reply_for(facts: OrderFacts, key: str, locale: str, *, page: int, late: bool, awaited: bool, calm: bool) -> Reply:
    """What to write to the customer.

    ``awaited``: it is still to arrive, so that lateness is owned up to; ``calm``: nothing is in the way, so
    that the promise may be repeated.
    """
    language = language_of(locale)
    where = language.frame["where"].format(page=page) if page else ""
    promise = _promise(facts, language, late=late, calm=calm) if awaited else ""
    body = language.replies[key].format(where=where)
    text = " ".join(part for part in (body, promise) if part)
    return Reply(language=language.code, text=f"{language.frame['greeting']}\n\n{text}\n\n{language.frame['closing']}")


def _promise(facts: OrderFacts, language: Language, *, late: bool, calm: bool) -> str:
    order, first, now = facts.order, promise_of(facts.order), facts.clock.now
    if order is None or first is None or now is None:
        return ""
    in_force = order.deliver_by or first
    moved = in_force > first and in_force > now
    if late:
        words = language.frame["late_moved" if moved else "late"]
        return words.format(date=_day(facts, language, first), moved=_day(facts, language, in_force))
    return language.frame["promise"].format(date=_day(facts, language, in_force)) if calm and in_force > now else ""


def _day(facts: OrderFacts, language: Language, time: datetime) -> str:
    return language.date(facts.clock.local(time))
