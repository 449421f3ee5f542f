"""What a queue is narrowed to: out of an address, and back into one.

Everything here is said by the row itself. Whose a row is, and whether somebody has put it off, is in
``support.queues.matching``, which lists and bulk jobs go by.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.utils import timezone
from django.utils.http import urlencode

from orders.queues import QueueRow
from support.commands.refusals import Invalid
from support.templatetags.money import digits_of

WORDS: Final = ("printer", "country", "product", "code", "template", "currency")
"""Filters that a row's field of the same name has to equal."""

LATE: Final = "late"
SOON: Final = "soon"
WITHIN: Final = timedelta(days=2)
"""A promise so near is soon."""

LONGEST: Final = 200
MOST_AGE: Final = timedelta(days=36_500)
AGE: Final = re.compile(r"(\d{1,7}(?:\.\d{1,4})?)\s*(min|m|h|d|w|)")
AMOUNT: Final = re.compile(r"\d{1,9}(\.\d{1,3})?")
UNITS: Final = {"min": 1 / 60, "m": 1 / 60, "": 1, "h": 1, "d": 24, "w": 168}
YEARS: Final = range(2000, 2100)

ODD: Final = "This has characters that no such name has, or is too long."
NO_AGE: Final = "Give an age as 90min, 12h, 3d or 2w; a number alone is hours."
NO_AMOUNT: Final = "Give an amount as 50 or 49.90."
NO_DAY: Final = "Give a day as 2026-11-25."
NO_PROMISE: Final = "Choose late, soon, or any."
BACKWARDS: Final = "The smaller amount is above the larger one."
DAYS_BACKWARDS: Final = "The last day is before the first."


@dataclass(frozen=True, kw_only=True)
class Filters:
    """``template`` is "id@version", or an id alone for all its versions. Ages are counted from ``due_at``: since when
    it is work. Amounts are in whole units of a row's own currency. ``promise`` is LATE, SOON or ""; the days are those
    of the installation's time zone, both included.
    """

    printer: str = ""
    country: str = ""
    product: str = ""
    code: str = ""
    template: str = ""
    currency: str = ""
    min_age: timedelta | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    promise: str = ""
    promise_after: date | None = None
    promise_before: date | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        """Out of the query of an address; other names in it are left alone. Raises Invalid, with words by name."""
        reader = _Reader(asked)
        made: dict[str, Any] = {name: reader.word(name) for name in WORDS}
        made |= {"min_age": reader.age("min_age"), "promise": reader.promise("promise")}
        made |= {name: reader.amount(name) for name in ("min_amount", "max_amount")}
        made |= {name: reader.day(name) for name in ("promise_after", "promise_before")}
        if _crossed(made["min_amount"], made["max_amount"]):
            reader.wrong.setdefault("max_amount", BACKWARDS)
        if _crossed(made["promise_after"], made["promise_before"]):
            reader.wrong.setdefault("promise_before", DAYS_BACKWARDS)
        if reader.wrong:
            raise Invalid(**reader.wrong)
        return cls(**made)

    def keeps(self, row: QueueRow, now: datetime) -> bool:
        """Whether a row is among what is asked for."""
        return self.misfits(row, now) == []

    def misfits(self, row: QueueRow, now: datetime) -> list[str] | None:
        """The names among WORDS that leave a row out; None where an age, amount or promise does."""
        if self._narrows and not (self._old_enough(row, now) and self._worth(row) and self._promised(row, now)):
            return None
        return [name for name, wanted in self._words if not _is(row, name, wanted)]

    def given(self) -> dict[str, str]:
        """What is narrowed, by name, as an address has it."""
        told = {name: getattr(self, name) for name in WORDS} | {"min_age": age_words(self.min_age)}
        told |= {name: str(getattr(self, name) or "") for name in ("promise", "promise_after", "promise_before")}
        amounts = {name: getattr(self, name) for name in ("min_amount", "max_amount")}
        told |= {name: f"{amount:f}" for name, amount in amounts.items() if amount is not None}
        return {name: value for name, value in told.items() if value}

    def query(self) -> str:
        """The same as the query of an address, "" where nothing is narrowed."""
        return urlencode(self.given())

    @cached_property
    def _words(self) -> list[tuple[str, str]]:
        return [(name, wanted) for name in WORDS if (wanted := getattr(self, name))]

    @cached_property
    def _narrows(self) -> bool:
        """Whether anything but words is asked for."""
        return any((self.min_age, self.min_amount, self.max_amount, self.promise, self._days))

    @property
    def _days(self) -> bool:
        return bool(self.promise_after or self.promise_before)

    def _old_enough(self, row: QueueRow, now: datetime) -> bool:
        return self.min_age is None or now - row.due_at >= self.min_age

    def _worth(self, row: QueueRow) -> bool:
        if self.min_amount is None and self.max_amount is None:
            return True
        worth = Decimal(row.value).scaleb(-digits_of(row.currency))
        low, high = self.min_amount, self.max_amount
        return (low is None or worth >= low) and (high is None or worth <= high)

    def _promised(self, row: QueueRow, now: datetime) -> bool:
        if not (self.promise or self._days):
            return True
        if row.promise is None:
            return False
        if self.promise and not _is_promised(self.promise, row.promise, now):
            return False
        day = timezone.localtime(row.promise).date()
        after, before = self.promise_after, self.promise_before
        return (after is None or day >= after) and (before is None or day <= before)


def age_words(age: timedelta | None) -> str:
    """An age as an address has it: ``36h``, ``3d``; "" for none."""
    if age is None:
        return ""
    minutes = round(age.total_seconds() / 60)
    for size, unit in ((60 * 24, "d"), (60, "h")):
        if minutes and minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}min"


class _Reader:
    """Takes values out of a query, and notes what is wrong with each."""

    def __init__(self, asked: Mapping[str, str]) -> None:
        self._asked = asked
        self.wrong: dict[str, str] = {}

    def word(self, name: str) -> str:
        """A name of something, as it is written."""
        text = str(self._asked.get(name, "")).strip()
        if len(text) > LONGEST or any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
            self.wrong[name] = ODD
        return text

    def age(self, name: str) -> timedelta | None:
        """A length of time."""
        text = self.word(name).lower()
        found = AGE.fullmatch(text) if text.isascii() else None
        age = timedelta(hours=float(found[1]) * UNITS[found[2]]) if found else None
        if text and (age is None or age > MOST_AGE):
            self.wrong[name] = NO_AGE
        return age

    def amount(self, name: str) -> Decimal | None:
        """An amount of money, zero or more."""
        text = self.word(name)
        if text and not (text.isascii() and AMOUNT.fullmatch(text)):
            self.wrong[name] = NO_AMOUNT
            return None
        return Decimal(text) if text else None

    def day(self, name: str) -> date | None:
        """A day."""
        text = self.word(name)
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            day = date.min
        if day is not None and day.year not in YEARS:
            self.wrong[name] = NO_DAY
            return None
        return day

    def promise(self, name: str) -> str:
        """LATE, SOON or nothing."""
        text = self.word(name)
        if text not in ("", LATE, SOON):
            self.wrong[name] = NO_PROMISE
        return text


def _crossed(low: Any, high: Any) -> bool:
    return low is not None and high is not None and low > high


def _is_promised(when: str, promise: datetime, now: datetime) -> bool:
    return promise < now if when == LATE else now <= promise < now + WITHIN


def _is(row: QueueRow, name: str, wanted: str) -> bool:
    found: str = getattr(row, name)
    return found == wanted or (name == "template" and found.partition("@")[0] == wanted)
