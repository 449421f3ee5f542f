"""Whether the chances come true: on past mornings, with what was known on each, against what became of the orders.

A morning's model is made of that morning's knowledge alone. An order counts where its outcome is known by now: it is
there, or its promise has passed; the others are left out and counted. When an order was cancelled is not kept, so those
cancelled by now are left out of it all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from orders.sla.facts import Fact
from orders.sla.report.periods import A_DAY
from orders.sla.risk.histories import History, known, open_at
from orders.sla.risk.model import train

MORNINGS: Final = 10
A_MORNING: Final = 2_000
"""Orders that are scored on each, every n-th of them."""

BINS: Final = 10
LANES: Final = 20
DECIMALS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Scores that belong together: how many, the chance said on average, the share that was late, the mean square of
    the difference (Brier), and the same of somebody who says that share of each.
    """

    name: str
    scores: int
    said: float
    late: float
    brier: float
    base: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """``whole`` is None where nothing could be looked at. ``bins`` are by the chance that was said, ``lanes`` by
    shipping method and country, most first. ``left_out`` are scores whose outcome is not known yet.
    """

    whole: Group | None
    bins: Sequence[Group]
    lanes: Sequence[Group]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Score:
    chance: float
    late: bool
    lane: str


def calibrate(facts: Sequence[Fact], now: int) -> Calibration:
    """Over the mornings before now, one after the other."""
    scores: list[_Score] = []
    left_out = 0
    for at in (now - day * A_DAY for day in range(MORNINGS, 0, -1)):
        orders = known(facts, at)
        waiting = open_at(orders, at)
        if not waiting:
            continue
        model = train(orders, at)
        for each in waiting[:: -(-len(waiting) // A_MORNING)]:
            came = _late(each, now)
            if came is None:
                left_out += 1
            else:
                scores.append(_Score(model.chance(each, at), came, _lane(each)))
    return _told(scores, left_out)


def _late(order: History, now: int) -> bool | None:
    """How it ended; None where that is not known yet."""
    there, promise = order.fact["delivered_at"], order.promise or 0
    if there is not None and there <= now:
        return bool(there > promise)
    return True if promise < now else None


def _lane(order: History) -> str:
    return " to ".join(part for part in (order.fact["shipping_method"], order.fact["country"]) if part) or "none"


def _told(scores: Sequence[_Score], left_out: int) -> Calibration:
    bins: defaultdict[int, list[_Score]] = defaultdict(list)
    lanes: defaultdict[str, list[_Score]] = defaultdict(list)
    for score in scores:
        bins[min(int(score.chance * BINS), BINS - 1)].append(score)
        lanes[score.lane].append(score)
    most = sorted(lanes, key=lambda lane: (-len(lanes[lane]), lane))[:LANES]
    width = 100 // BINS
    return Calibration(
        whole=_group("all", scores) if scores else None,
        bins=[_group(f"{each * width} to {(each + 1) * width} %", bins[each]) for each in sorted(bins)],
        lanes=[_group(lane, lanes[lane]) for lane in most],
        left_out=left_out,
    )


def _group(name: str, scores: Sequence[_Score]) -> Group:
    late = _mean(score.late for score in scores)
    return Group(
        name=name,
        scores=len(scores),
        said=round(_mean(score.chance for score in scores), DECIMALS),
        late=round(late, DECIMALS),
        brier=round(_mean((score.chance - score.late) ** 2 for score in scores), DECIMALS),
        base=round(late * (1 - late), DECIMALS),
    )


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return sum(held) / len(held)
