"""Learning from the lake, and looking which open orders are at risk.

Both read this machine's copy of it, by DuckDB, also where Athena answers the reports: they take whole facts, tens of
thousands at a time, which Athena would give out in pages of a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orders.sla.lake.local import local
from orders.sla.report.duck import Duck
from orders.sla.report.periods import A_DAY, microseconds
from orders.sla.risk.calibration import calibrate
from orders.sla.risk.histories import History, known, open_at, placed, unfinished
from orders.sla.risk.kept import Learned, keep_learned, learned
from orders.sla.risk.model import train

DAYS: Final = 90
"""Orders placed longer ago than that say little of what comes."""

MOST_LEARNED: Final = 20_000
MOST_SCORED: Final = 200_000


@dataclass(frozen=True, slots=True)
class AtRisk:
    """An open order, the chance that it misses its promise, and how long half of its lane take for its stage, in
    microseconds.
    """

    order: History
    chance: float
    usual: int


def learn(table: str, now: datetime) -> Learned:
    """From the orders of the last DAYS, with how it would have done; and keep it. Raises lake.local.NoLake."""
    at = microseconds(now)
    with Duck(local(table).paths) as engine:
        facts = placed(engine, at - DAYS * A_DAY, at, MOST_LEARNED)
    found = Learned(model=train(known(facts, at), at), calibration=calibrate(facts, now=at))
    keep_learned(table, found)
    return found


def at_risk(table: str, now: datetime, chance: float, most: int) -> list[AtRisk]:
    """The open orders with at least this chance, the worst ``most`` of them; none before anything was learned. Raises
    lake.local.NoLake.
    """
    held, at = learned(table), microseconds(now)
    if held is None:
        return []
    with Duck(local(table).paths) as engine:
        waiting = open_at(known(unfinished(engine, at, MOST_SCORED), at), at)
    scored = ((held.model.chance(each, at), each) for each in waiting)
    worst = sorted(((told, each) for told, each in scored if told >= chance), key=lambda pair: -pair[0])[:most]
    return [AtRisk(each, told, held.model.usual(each)) for told, each in worst]
