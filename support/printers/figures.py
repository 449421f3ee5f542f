"""How one printer does, out of the summaries of days: pure functions, the same for board, page and API."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from support.printers.silence import words_of
from support.printers.stages import OWED, Stage
from support.printers.summary import Day, Tally, key_of

WINDOW: Final = 7
"""Days, today among them; the window before has as many."""

DAYS: Final = 28
"""How far back anything is counted: an open job that was sent earlier is not seen here."""

MEDIAN: Final = 0.5
MOST: Final = 0.9
PLACES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Jobs sent in some days, and production of those dispatched in them, in tenths of days. Shares are of 1, of the
    jobs that were answered, None where there are none.
    """

    sent: int = 0
    accepted: int = 0
    rejected: int = 0
    broken: int = 0
    made: Counter[int] = field(default_factory=Counter)

    @property
    def answered(self) -> int:
        """Accepted or rejected."""
        return self.accepted + self.rejected

    @property
    def acceptance(self) -> float | None:
        """Accepted, of the answered."""
        return _share(self.accepted, self.answered)

    @property
    def rejection(self) -> float | None:
        """Rejected, of the answered."""
        return _share(self.rejected, self.answered)

    @property
    def error(self) -> float | None:
        """In error or with files that cannot be used, as they stand now, of the answered."""
        return _share(self.broken, self.answered)

    @property
    def dispatched(self) -> int:
        """How many production was measured of."""
        return self.made.total()

    @property
    def median(self) -> float | None:
        """Days from acceptance to dispatch that half of the jobs needed at most."""
        return nearest_rank(self.made, MEDIAN)

    @property
    def most(self) -> float | None:
        """Days that nine of ten needed at most."""
        return nearest_rank(self.made, MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """``days`` are the windows of single days, oldest first, by date. ``heard`` are the last times that anything was
    heard, latest first; ``unanswered`` is since when the oldest unanswered job is.
    """

    now: Window
    before: Window
    days: Mapping[date, Window]
    stages: Mapping[Stage, int]
    heard: Sequence[datetime]
    unanswered: datetime | None

    @property
    def open(self) -> int:
        """All jobs that are not over."""
        return sum(self.stages.values())

    @property
    def owed(self) -> int:
        """Open jobs of which the printer has to tell us something."""
        return sum(count for stage, count in self.stages.items() if stage in OWED)


def figures(days: Sequence[Day], printer_id: str, today: date, row_heard: datetime | None = None) -> Figures:
    """Of one printer; ``row_heard`` is when its own row was last written."""
    tallies = {each.day: tally for each in days if (tally := each.tallies.get(key_of(printer_id))) is not None}
    replaced = frozenset[str]().union(*(each.replaced for each in days))
    heard = [moment for tally in tallies.values() for moment in tally.heard]
    heard += [row_heard] if row_heard is not None else []
    single = {day: window(tallies, [day]) for day in last_days(today, DAYS)}
    return Figures(
        now=window(tallies, last_days(today, WINDOW)),
        before=window(tallies, last_days(today - timedelta(days=WINDOW), WINDOW)),
        days=single,
        stages=_stages(tallies.values(), replaced),
        heard=words_of(heard),
        unanswered=min((tally.unanswered for tally in tallies.values() if tally.unanswered), default=None),
    )


def window(tallies: Mapping[date, Tally], days: Sequence[date]) -> Window:
    """Some days together. A dispatch counts on its own day, whenever the job was sent."""
    some = [tallies[day] for day in days if day in tallies]
    made: Counter[int] = Counter()
    for tally in tallies.values():
        for (day, took), count in tally.made.items():
            if day in days:
                made[took] += count
    return Window(
        sent=sum(tally.sent for tally in some),
        accepted=sum(tally.accepted for tally in some),
        rejected=sum(tally.rejected for tally in some),
        broken=sum(tally.broken for tally in some),
        made=made,
    )


def last_days(today: date, count: int) -> list[date]:
    """So many days up to today, oldest first."""
    return [today - timedelta(days=back) for back in reversed(range(count))]


def nearest_rank(counted: Counter[int], share: float) -> float | None:
    """The value at rank ⌈share · n⌉ of counted tenths, as days; None of nothing."""
    rank = math.ceil(share * counted.total())
    for value in sorted(counted):
        rank -= counted[value]
        if rank <= 0:
            return value / 10
    return None


def _stages(tallies: Iterable[Tally], replaced: frozenset[str]) -> dict[Stage, int]:
    """A job in error that was made anew needs nobody any more."""
    counted: Counter[Stage] = Counter()
    for tally in tallies:
        counted += tally.stages
        counted[Stage.TROUBLE] += len(set(tally.troubled) - replaced)
    return {stage: counted[stage] for stage in Stage if counted[stage]}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, PLACES) if whole else None
