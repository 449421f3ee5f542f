"""The orders of a subject in the order in which they began, and what of them stands out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import log
from typing import Final

from support.incidents.facts import Fact, Parent, parents
from support.incidents.models import Dimension, Signal
from support.incidents.rule import LEAST, WINDOWS, Baseline, Count, alarms, belief, chance

DAY: Final = 86_400
RECENT: Final = 7 * DAY
"""Orders that began longer ago are in no window: they are what is compared with."""

ANY: Final = ""
"""Whatever failure it is."""

USUAL: Final[Mapping[str, float]] = {
    Signal.RENDER_FAILURES: 0.05,
    Signal.REJECTS: 0.02,
    Signal.PRINT_ERRORS: 0.02,
    Signal.CLAIMS: 0.002,
}
USUAL_CODE: Final = 0.005
"""Rates that are assumed where nothing is known: of one kind of failure, ``USUAL_CODE``."""


@dataclass(frozen=True, slots=True, order=True)
class Suspect:
    """Something that an incident may be about; ``code`` is the one failure that it is about, "" for any."""

    signal: str
    dimension: str
    subject: str
    code: str = ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a suspect stands out in its worst window: so many ``seen`` and ``bad``, so many ``expected``, how likely that
    is by ``chance``; ``since`` the first of the bad began. ``new`` is a version that came lately.
    """

    suspect: Suspect
    bad: int
    seen: int
    expected: float
    chance: float
    since: datetime
    orders: frozenset[str]
    new: bool = False

    @property
    def weight(self) -> float:
        """How much better one raised rate of just these orders tells what happened than the expected one does: the
        logarithm of the likelihood ratio (of Poisson counts, as in Kulldorff's scan statistic).
        """
        expected = max(self.expected, 1e-9)
        return self.bad * log(self.bad / expected) - (self.bad - expected) if self.bad > expected else 0.0


@dataclass(slots=True)
class Entry:
    """One order on one day, under a subject: an order counts once, however many lines and attempts it has."""

    order_id: str
    began: int
    marks: dict[str, int] = field(default_factory=dict)


class Series:
    """The orders of one parent, oldest first."""

    def __init__(self, parent: Parent, facts: Iterable[Fact]) -> None:
        self.parent = parent
        days: dict[tuple[str, int], Entry] = {}
        for fact in facts:
            entry = days.setdefault((fact.order_id, fact.began // DAY), Entry(fact.order_id, fact.began))
            entry.began = max(entry.began, fact.began)
            if fact.mark:
                entry.marks[fact.mark] = max(fact.at, entry.marks.get(fact.mark, 0))
        self.entries = sorted(days.values(), key=lambda entry: (entry.began, entry.order_id))
        self.counts = Counter(mark for entry in self.entries for mark in entry.marks)
        self.failed = sum(1 for entry in self.entries if entry.marks)

    def suspects(self) -> Iterable[Suspect]:
        """Everything of it that went wrong often enough to be looked at."""
        dimension, subject = self.parent
        often = sorted(mark for mark, number in self.counts.items() if number >= LEAST)
        if dimension == Dimension.PRINTER_PRODUCT:
            yield from (Suspect(mark, dimension, subject) for mark in often)
        elif dimension == Dimension.FAILURE_CODE:
            yield from (Suspect(Signal.RENDER_FAILURES, dimension, mark) for mark in often)
        else:
            yield from (Suspect(Signal.RENDER_FAILURES, dimension, subject, code) for code in often)
            if self.failed >= LEAST:
                yield Suspect(Signal.RENDER_FAILURES, dimension, subject)

    def count(self, mark: str) -> Count:
        """All of its orders."""
        return Count(self.failed if mark == ANY else self.counts[mark], len(self.entries))

    def verdict(
        self, suspect: Suspect, else_: Count, now: int, at: float, without: frozenset[str] = frozenset()
    ) -> Verdict | None:
        """How the suspect stands out at a level, ``without`` some orders; None where it does not, or where nothing of
        it went wrong today.
        """
        mark = mark_of(suspect)
        entries = [entry for entry in self.entries if entry.order_id not in without] if without else self.entries
        bad = [place for place, entry in enumerate(entries) if _is_bad(entry, mark)]
        if not any(_known(entries[place], mark) > now - DAY for place in bad):
            return None
        first = bisect_left(entries, now - RECENT, key=lambda entry: entry.began)
        worst: tuple[float, int, Baseline] | None = None
        for start in sorted({max(first, len(entries) - window) for window in WINDOWS}):
            before = bisect_left(bad, start)
            recent = Count(len(bad) - before, len(entries) - start)
            baseline = Baseline(Count(before, start), else_, usual_rate(suspect))
            held = belief(baseline)
            if alarms(recent, held, at) and (worst is None or chance(recent, held) < worst[0]):
                worst = (chance(recent, held), start, baseline)
        if worst is None:
            return None
        return self._told(suspect, entries, bad, *worst)

    def before(self, mark: str, since: datetime) -> Count:
        """Its orders before a time."""
        earlier = self.entries[: self._place(since)]
        return Count(sum(1 for entry in earlier if _is_bad(entry, mark)), len(earlier))

    def since(
        self, suspect: Suspect, since: datetime, usual: Baseline | None, else_: Count, without: frozenset[str]
    ) -> Verdict | None:
        """The suspect's orders since a time, whether or not they stand out; None where too few went wrong. What is
        expected is what is ``usual``, else what is believed of itself.
        """
        mark = mark_of(suspect)
        inside = [entry for entry in self.entries[self._place(since) :] if entry.order_id not in without]
        bad = [entry for entry in inside if _is_bad(entry, mark)]
        if len(bad) < LEAST:
            return None
        held = belief(usual or Baseline(self.before(mark, since), else_, usual_rate(suspect)))
        return Verdict(
            suspect=suspect,
            bad=len(bad),
            seen=len(inside),
            expected=held.rate * len(inside),
            chance=chance(Count(len(bad), len(inside)), held),
            since=_first(bad),
            orders=frozenset(entry.order_id for entry in bad),
        )

    def _place(self, since: datetime) -> int:
        return bisect_left(self.entries, since.timestamp(), key=lambda entry: entry.began)

    def _told(
        self, suspect: Suspect, entries: list[Entry], bad: list[int], unlikely: float, start: int, baseline: Baseline
    ) -> Verdict:
        inside = [entries[place] for place in bad if place >= start]
        return Verdict(
            suspect=suspect,
            bad=len(inside),
            seen=len(entries) - start,
            expected=belief(baseline).rate * (len(entries) - start),
            chance=unlikely,
            since=_first(inside),
            orders=frozenset(entry.order_id for entry in inside),
        )


def mark_of(suspect: Suspect) -> str:
    """The mark of the facts that a suspect is about."""
    if suspect.dimension == Dimension.FAILURE_CODE:
        return suspect.subject
    return suspect.code if suspect.signal == Signal.RENDER_FAILURES else suspect.signal


def every_series(facts: Iterable[Fact]) -> dict[Parent, Series]:
    """The series of everything that facts share."""
    shared: defaultdict[Parent, list[Fact]] = defaultdict(list)
    for fact in facts:
        for parent in parents(fact):
            shared[parent].append(fact)
    return {parent: Series(parent, some) for parent, some in shared.items()}


def parent_of(suspect: Suspect) -> Parent:
    """Where a suspect's orders stand."""
    code = suspect.dimension == Dimension.FAILURE_CODE
    return Parent(suspect.dimension, "" if code else suspect.subject)


def about(suspect: Suspect, fact: Fact) -> bool:
    """Whether a fact is what the suspect is about."""
    mark = mark_of(suspect)
    return parent_of(suspect) in parents(fact) and (bool(fact.mark) if mark == ANY else fact.mark == mark)


def _is_bad(entry: Entry, mark: str) -> bool:
    return bool(entry.marks) if mark == ANY else mark in entry.marks


def _first(entries: Iterable[Entry]) -> datetime:
    return datetime.fromtimestamp(min(entry.began for entry in entries), UTC)


def _known(entry: Entry, mark: str) -> int:
    return max(entry.marks.values()) if mark == ANY else entry.marks[mark]


def usual_rate(suspect: Suspect) -> float:
    """What is assumed of it where nothing is known."""
    one = suspect.dimension == Dimension.FAILURE_CODE or suspect.code
    return USUAL_CODE if one else USUAL[suspect.signal]
