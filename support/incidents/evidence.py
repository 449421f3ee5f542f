"""Everything there is to judge by at one moment, and which of what stands out is the cause of the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, NamedTuple

from orders.activity import Did
from support.incidents.facts import EVERY, Fact, Parent
from support.incidents.models import Dimension, Signal
from support.incidents.rule import LEAST, Baseline, Count, alarms, belief, chance, level
from support.incidents.series import DAY, USUAL, Series, Suspect, Verdict, every_series, mark_of, parent_of, usual_rate

DAYS: Final = 14
"""So many days are looked at."""

NOTHING: Final = Count(0, 0)
RENDERS: Final = Parent(Dimension.FAILURE_CODE, "")
"""What all renders share."""

NEW_AS_WELL: Final = 0.75
CODE_AS_WELL: Final = 0.97
"""Which causes tell well enough what happened, by the share of the best one's weight: a new version, a failure."""


class Claim(NamedTuple):
    """A live escalation, of a printer's job; ``at`` in seconds."""

    order_id: str
    line_id: str
    print_job_id: str
    printer: str
    product: str
    at: int


class Evidence:
    """What orders and claims say. ``known`` are those that incidents explain already, by signal: they count neither as
    bad nor as what is usual.
    """

    def __init__(
        self, facts: Collection[Fact], claims: Collection[Claim], known: dict[str, set[str]], now: int
    ) -> None:
        self.now = now
        left = [fact for fact in facts if fact.order_id not in known.get(_signal(fact), ())]
        self.level = level(_a_day(left, now))
        self.series = every_series(left)
        self.claims = _claims(claim for claim in claims if claim.order_id not in known.get(Signal.CLAIMS, ()))
        self.suspects = [suspect for series in self.series.values() for suspect in series.suspects()]
        self.suspects += [Suspect(Signal.CLAIMS, *parent) for parent in self.claims]

    def standing_out(self) -> list[Verdict]:
        """Every suspect that an incident would be opened for, if there were no other."""
        found = (self.verdict(suspect) for suspect in self.suspects)
        return [verdict for verdict in found if verdict is not None]

    def verdict(self, suspect: Suspect, without: frozenset[str] = frozenset()) -> Verdict | None:
        """How it stands out, without some orders."""
        if suspect.signal == Signal.CLAIMS:
            return self._claimed(suspect, without)
        series = self.series[parent_of(suspect)]
        return series.verdict(suspect, self._others(series, suspect), self.now, self.level, without)

    def since(self, suspect: Suspect, since: datetime, without: frozenset[str]) -> Verdict | None:
        """Its orders since a time, whether or not they stand out; None where too few went wrong. Of renders it is
        everybody's rate that tells what to expect, so that all are measured alike; a printer has its own.
        """
        if suspect.signal == Signal.CLAIMS:
            return self._claimed(suspect, without)
        usual, series = None, self.series[parent_of(suspect)]
        if suspect.signal == Signal.RENDER_FAILURES:
            every = self.series[RENDERS].before(mark_of(suspect), since)
            usual = Baseline(NOTHING, every, usual_rate(suspect))
        found = series.since(suspect, since, usual, self._others(series, suspect), without)
        return replace(found, new=self._is_new(series)) if found else None

    def _is_new(self, series: Series) -> bool:
        """Whether it came in the second half of the time that is known of all renders."""
        if series.parent.dimension not in (Dimension.TEMPLATE, Dimension.RENDERER):
            return False
        first = self.series[RENDERS].entries[0].began
        return series.entries[0].began - first > (self.now - first) / 2

    def _others(self, series: Series, suspect: Suspect) -> Count:
        """The same signal of everybody else; of all renders there is nobody else."""
        mark, dimension = mark_of(suspect), suspect.dimension
        if dimension == Dimension.FAILURE_CODE:
            return NOTHING
        if dimension == Dimension.PRINTER_PRODUCT:
            every = [each.count(mark) for parent, each in self.series.items() if parent.subject.endswith(f"/{EVERY}")]
            whole = Count(sum(each.bad for each in every), sum(each.all for each in every))
        else:
            whole = self.series[RENDERS].count(mark)
        own = series.count(mark)
        return Count(max(0, whole.bad - own.bad), max(0, whole.all - own.all))

    def _claimed(self, suspect: Suspect, without: frozenset[str]) -> Verdict | None:
        """Claims of a day against the claims of the days before, over all jobs that they could be about."""
        mine = {claim for claim in self.claims[parent_of(suspect)] if claim.order_id not in without}
        orders = frozenset(claim.order_id for claim in mine if claim.at > self.now - DAY)
        jobs = max(self._jobs(parent_of(suspect)), len(orders))
        every = {
            (parent, claim) for parent, some in self.claims.items() if parent.subject.endswith(EVERY) for claim in some
        }
        all_jobs = sum(self._jobs(parent) for parent in self.series if parent.subject.endswith(f"/{EVERY}"))
        else_ = Count(max(0, len(every) - len(mine)), max(0, (all_jobs - jobs) * DAYS))
        held = belief(Baseline(Count(len(mine) - len(orders), jobs * (DAYS - 1)), else_, USUAL[Signal.CLAIMS]))
        recent = Count(len(orders), jobs)
        if not alarms(recent, held, self.level):
            return None
        return Verdict(
            suspect=suspect,
            bad=recent.bad,
            seen=recent.all,
            expected=held.rate * jobs,
            chance=chance(recent, held),
            since=datetime.fromtimestamp(min(claim.at for claim in mine if claim.order_id in orders), UTC),
            orders=orders,
        )

    def _jobs(self, parent: Parent) -> int:
        series = self.series.get(parent)
        return len(series.entries) if series else 0


def causes(evidence: Evidence) -> Iterator[Verdict]:
    """The verdicts to open incidents for: for what stands out most, its cause; and so on, with what still stands out
    without the orders of those causes.
    """
    left, explained = evidence.standing_out(), frozenset[str]()
    while left:
        worst = min(left, key=lambda verdict: (verdict.chance, verdict.suspect))
        cause = _cause(evidence, worst, explained)
        yield cause
        explained |= cause.orders
        again = (evidence.verdict(each.suspect, explained) for each in left)
        left = [verdict for verdict in again if verdict is not None]


def _cause(evidence: Evidence, worst: Verdict, explained: frozenset[str]) -> Verdict:
    """Of everything that shares bad orders with what stands out, the one whose raised rate alone tells best what
    happened since. A version that is new, else the failure itself, is taken where it tells it nearly as well: there
    is no telling a new version from everything since it is in use, nor a renderer from all renders.
    """
    shared: list[Verdict] = []
    for suspect in evidence.suspects:
        verdict = evidence.since(suspect, worst.since, explained) if suspect.signal == worst.suspect.signal else None
        if verdict is not None and len(verdict.orders & worst.orders) >= LEAST:
            shared.append(replace(verdict, chance=worst.chance))
    shared.sort(key=lambda verdict: (-verdict.weight, verdict.seen, verdict.suspect))
    best = shared[0].weight if shared else 0.0
    new = (each for each in shared if each.new and each.weight >= best * NEW_AS_WELL)
    code = (
        each
        for each in shared
        if each.suspect.dimension == Dimension.FAILURE_CODE and each.weight >= best * CODE_AS_WELL
    )
    return next(new, None) or next(code, None) or next(iter(shared), worst)


def _signal(fact: Fact) -> str:
    """What an incident that knows the fact is about; that of its jobs where nothing is wrong with it."""
    if fact.did == Did.RENDER.value:
        return Signal.RENDER_FAILURES
    return fact.mark or Signal.REJECTS


def _a_day(facts: Collection[Fact], now: int) -> float:
    """How many rows a day there are: of the last day or on average, whichever are more."""
    return max(sum(1 for fact in facts if fact.began > now - DAY), len(facts) / DAYS)


def _claims(claims: Iterable[Claim]) -> dict[Parent, list[Claim]]:
    shared: defaultdict[Parent, list[Claim]] = defaultdict(list)
    for claim in claims:
        for product in filter(None, (EVERY, claim.product)):
            shared[Parent(Dimension.PRINTER_PRODUCT, f"{claim.printer}/{product}")].append(claim)
    return shared
