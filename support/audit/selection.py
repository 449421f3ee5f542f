"""Which events somebody wants to see: out of an address or a form, and as a query that an index answers."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import QuerySet
from django.db.models.functions import MD5
from django.utils import timezone

from support.audit.record import LONGEST_ID
from support.models import GROUP, AuditEvent

WITH: Final = "with"
WITHOUT: Final = "without"
YEARS: Final = range(2000, 2100)
SKEW: Final = timedelta(hours=1)
"""Clocks of two machines are never further apart: events beside a day are looked at by their own time."""

PAST_ALL: Final = 2**63 - 1

ODD: Final = "This has characters that no id has."
NO_DAY: Final = "Give a day as 2026-11-25."


class Unclear(Exception):
    """``problems`` by the name of the field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """``who`` is an actor's id, ``type`` a type's name or the first word of several, ``target`` a target's id;
    ``reason`` is WITH, WITHOUT or "". The days are those of the installation's time zone, both included.
    """

    who: str = ""
    type: str = ""
    order: str = ""
    target: str = ""
    since: date | None = None
    until: date | None = None
    reason: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Selection:
        """Out of the query of an address. Raises Unclear."""
        problems: dict[str, str] = {}
        words = {name: given.get(name, "").strip() for name in NAMES}
        for name, word in words.items():
            if not _is_id(word):
                problems[name] = ODD
        days = {name: _day(words.pop(name), name, problems) for name in ("since", "until")}
        if days["since"] and days["until"] and days["since"] > days["until"]:
            problems.setdefault("until", "The last day is before the first.")
        if words["reason"] not in ("", WITH, WITHOUT):
            problems["reason"] = "Choose with, without, or any."
        if problems:
            raise Unclear(problems)
        return cls(**words, **days)  # type: ignore[arg-type]

    def given(self) -> dict[str, str]:
        """What is narrowed, by name, as an address and an event's details hold it: ids and days."""
        return {name: str(getattr(self, name)) for name in NAMES if getattr(self, name)}

    def events(self) -> QuerySet[AuditEvent]:
        """Those that fit, with the words of their reasons, in no order."""
        found = AuditEvent.objects.select_related("reason")
        if self.who:
            found = found.filter(actor=self.who)
        if self.type:
            found = found.filter(type=self.type) if "." in self.type else found.alias(of=GROUP).filter(of=self.type)
        if self.order:
            found = found.filter(order_id=self.order)
        if self.target:
            found = found.alias(key=MD5("target_id")).filter(key=_md5(self.target), target_id=self.target)
        if self.reason:
            found = found.exclude(reason_digest="") if self.reason == WITH else found.filter(reason_digest="")
        return self._within(found)

    def _within(self, found: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """The days, and the numbers between which they lie: pages are cut by number."""
        if self.since:
            begin = _midnight(self.since)
            before = AuditEvent.objects.filter(at__lt=begin - SKEW).order_by("-at").values_list("number", flat=True)
            found = found.filter(at__gte=begin, number__gt=before.first() or 0)
        if self.until:
            end = _midnight(self.until + timedelta(days=1))
            after = AuditEvent.objects.filter(at__gte=end + SKEW).order_by("at").values_list("number", flat=True)
            found = found.filter(at__lt=end, number__lt=after.first() or PAST_ALL)
        return found


NAMES: Final = tuple(field.name for field in fields(Selection))


def _is_id(word: str) -> bool:
    """Whether PostgreSQL takes it as text, and it may be an id of anything."""
    return len(word) <= LONGEST_ID and not any(c == "\0" or unicodedata.category(c) == "Cs" for c in word)


def _day(word: str, name: str, problems: dict[str, str]) -> date | None:
    try:
        found = date.fromisoformat(word) if word else None
    except ValueError:
        problems[name] = NO_DAY
        return None
    if found and found.year not in YEARS:
        problems[name] = NO_DAY
        return None
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _md5(text: str) -> str:
    """As the index of targets has it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
