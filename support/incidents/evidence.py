"""Everything there is to judge by at one moment, and which of what stands out is the cause of the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from orders.activity import Did
from support.incidents.facts import EVERY, Fact, Parent
from support.incidents.models import Dimension, Signal
from support.incidents.rule import Baseline, Count, alarms, belief, chance, level
from support.incidents.series import DAY, USUAL, Series, Suspect, Verdict, every_series, mark_of, parent_of

DAYS: Final = 14
"""So many days are looked at."""

NOTHING: Final = Count(0, 0)


class Claim(NamedTuple):
    """A live escalation, of a printer's job; ``at`` in seconds."""

    order_id: str
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

    def standing_out(self) -> list[Verdict]:
        """Every suspect that an incident would be opened for, if there were no other."""
        suspects = [suspect for series in self.series.values() for suspect in series.suspects()]
        suspects += [Suspect(Signal.CLAIMS, *parent) for parent in self.claims]
        found = (self.verdict(suspect) for suspect in suspects)
        return [verdict for verdict in found if verdict is not None]

    def verdict(self, suspect: Suspect, without: frozenset[str] = frozenset()) -> Verdict | None:
        """How it stands out, without some orders."""
        if suspect.signal == Signal.CLAIMS:
            return self._claimed(suspect, without)
        series = self.series[parent_of(suspect)]
        return series.verdict(suspect, self._others(series, suspect), self.now, self.level, without)

    def seen_since(self, verdict: Verdict, since: datetime) -> int:
        """How many orders a verdict's subject has since then: the fewer, the more it says."""
        series = self.series.get(parent_of(verdict.suspect))
        return series.seen_since(since) if series else 0

    def _others(self, series: Series, suspect: Suspect) -> Count:
        """The same signal of everybody else; of all renders there is nobody else."""
        mark, dimension = mark_of(suspect), suspect.dimension
        if dimension == Dimension.FAILURE_CODE:
            return NOTHING
        if dimension == Dimension.PRINTER_PRODUCT:
            every = [each.count(mark) for parent, each in self.series.items() if parent.subject.endswith(f"/{EVERY}")]
            whole = Count(sum(each.bad for each in every), sum(each.all for each in every))
        else:
            whole = self.series[Parent(Dimension.FAILURE_CODE, "")].count(mark)
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
            new=False,
            orders=orders,
        )

    def _jobs(self, parent: Parent) -> int:
        series = self.series.get(parent)
        return len(series.entries) if series else 0


def causes(evidence: Evidence) -> Iterator[Verdict]:
    """The verdicts to open incidents for: again and again the one that explains most others, until nothing stands out
    without the orders of those that were chosen.

    One explains another if that one stands out no more without its orders. Where several explain as many, it is the
    one that is new (a version without a history), else the one with the fewest orders, good or bad, in their time, else
    the one that is furthest above what was expected.
    """
    left, explained = evidence.standing_out(), frozenset[str]()
    while left:
        cause = _cause(evidence, left, explained)
        yield cause
        explained |= cause.orders
        again = (evidence.verdict(each.suspect, explained) for each in left if each.suspect != cause.suspect)
        left = [verdict for verdict in again if verdict is not None]


def _cause(evidence: Evidence, standing: Sequence[Verdict], explained: frozenset[str]) -> Verdict:
    since = min(verdict.since for verdict in standing)

    def rank(cause: Verdict) -> tuple[int, bool, int, float, Suspect]:
        without = explained | cause.orders
        left = sum(evidence.verdict(each.suspect, without) is not None for each in standing)
        more = cause.bad / max(cause.expected, 1e-9)
        return left, not cause.new, evidence.seen_since(cause, since), -more, cause.suspect

    return min(standing, key=rank)


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
