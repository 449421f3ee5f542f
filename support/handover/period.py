"""From when until when a shift is told of: out of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from support.commands.refusals import Invalid

A_SHIFT: Final = timedelta(hours=8)
LONGEST: Final = timedelta(days=7)
YEARS: Final = range(2000, 2100)

NO_TIME: Final = "Give a time as 2026-11-25T06:00."
BACKWARDS: Final = "The end is not after the beginning."
TOO_LONG: Final = "A handover is about seven days at most."
TO_COME: Final = "The beginning has not come yet."


@dataclass(frozen=True, slots=True)
class Period:
    """``begins`` is in it, ``ends`` is not; times without a zone are those of the installation."""

    begins: datetime
    ends: datetime

    @classmethod
    def read(cls, asked: Mapping[str, str], now: datetime) -> Period:
        """``begins`` and ``ends`` out of an address: the last shift where they are not given, until now where the end
        is not. Raises Invalid, with words by name.
        """
        wrong: dict[str, str] = {}
        ends = _time(asked, "ends", wrong) or now
        begins = _time(asked, "begins", wrong) or min(ends, now) - A_SHIFT
        if begins >= now:
            wrong.setdefault("begins", TO_COME)
        elif ends <= begins:
            wrong.setdefault("ends", BACKWARDS)
        elif ends - begins > LONGEST:
            wrong.setdefault("begins", TOO_LONG)
        if wrong:
            raise Invalid(**wrong)
        return cls(begins, min(ends, now))

    def holds(self, at: datetime) -> bool:
        """Whether a time is in it."""
        return self.begins <= at < self.ends

    def within(self, field: str) -> Q:
        """That a field of a model is in it."""
        return Q(**{f"{field}__gte": self.begins, f"{field}__lt": self.ends})


def _time(asked: Mapping[str, str], name: str, wrong: dict[str, str]) -> datetime | None:
    text = asked.get(name, "").strip()
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        wrong[name] = NO_TIME
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found
