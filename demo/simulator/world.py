"""What is going on in the company, and what is to happen next.

An *act* is something that a service does at a moment: it looks at the rows of its order, writes some of them again, and
plans what comes after. Acts are taken in the order of their moments. What chance decides in an act depends on the seed,
the act and the order alone, never on what else goes on.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, NamedTuple
from zlib import crc32

from demo.packing import packed
from demo.simulator.clock import Clock
from demo.simulator.scenario import Scenarios
from orders.contract.tables import SOURCE_TABLES

Item = dict[str, Any]
HOUR = 3600.0
PACKED_PERCENT = 30


class Act(NamedTuple):
    """Something to do at ``at`` (the company's seconds). ``order_id`` is "" where it is about no order.

    Acts of one moment are done as they are numbered.
    """

    at: float
    number: int
    name: str
    order_id: str
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A row as the backend wrote it, in the plain encoding; ``item`` None where it was deleted."""

    table: str
    key: str
    order_id: str
    item: Item | None
    in_one_message: bool = False

    @property
    def encoded(self) -> Item | None:
        """In the encoding in which it is to be written."""
        return packed(self.table, self.item) if self.item and self.in_one_message else self.item


Rows = dict[str, dict[str, Item]]
"""Rows by table and key, in the plain encoding."""


@dataclass(slots=True)
class Case:
    """An order that is not over, with every row of it."""

    order_id: str
    rows: Rows = field(default_factory=dict)

    @property
    def order(self) -> Item:
        """The order's own row."""
        return self.rows["orders"][self.order_id]

    def table(self, name: str) -> dict[str, Item]:
        """The rows of one table, by key, oldest first."""
        return self.rows.get(name, {})

    def of_line(self, name: str, line_id: str) -> list[Item]:
        """The renders or print jobs of a line, oldest first."""
        return [row for row in self.table(name).values() if row["line_id"] == line_id]

    def line(self, line_id: str) -> Item:
        """A line of the order."""
        return next(line for line in self.order["lines"] if line["line_id"] == line_id)

    def print(self, line_id: str) -> Item:
        """The design of a line."""
        return self.rows["prints"][self.line(line_id)["print_id"]]


Play = Callable[["World", Case, dict[str, Any]], None]
ACTS: dict[str, Play] = {}


def act(name: str) -> Callable[[Play], Play]:
    """Registers what is done in an act about an order: ``play(world, case, about)``."""

    def register(play: Play) -> Play:
        ACTS[name] = play
        return play

    return register


class World:
    """The company at one moment, ``now`` (its seconds since 1970).

    ``away`` says until when a printer is silent, ``paused`` which take no new work, ``commands`` what became of the
    latest commands: "" or why it was refused.
    """

    def __init__(self, seed: int, clock: Clock, now: float, scenarios: Scenarios | None = None) -> None:
        self.seed = seed
        self.clock = clock
        self.now = now
        self.scenarios = scenarios or Scenarios()
        self.cases: dict[str, Case] = {}
        self.agenda: list[Act] = []
        self.serial = 0
        self.counts: dict[str, int] = {}
        self.away: dict[str, float] = {}
        self.paused: set[str] = set()
        self.commands: dict[str, str] = {}
        self._written: list[Written] = []

    # ---- what services use --------------------------------------------------------------------------------

    @property
    def date(self) -> datetime:
        """Now, as a date of the company."""
        return datetime.fromtimestamp(self.now, UTC)

    def at(self, hours: float = 0.0) -> str:
        """The moment ``hours`` from now, as rows carry it."""
        return self.clock.stamp(self.now + hours * HOUR)

    def chance(self, *what: object) -> Random:
        """The dice for one question; the same question always falls the same way."""
        return Random(f"{self.seed}/{'/'.join(map(str, what))}")  # noqa: S311  a game, not a secret

    def next_number(self, what: str) -> int:
        """1, 2, 3 … for each kind of thing."""
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]

    def put(self, case: Case, table: str, key: str, **changes: Any) -> Item:
        """Write a row of an order with what is new; None takes an attribute away. The row as it is now."""
        rows = case.rows.setdefault(table, {})
        row = rows.get(key, {SOURCE_TABLES[table].key: key}) | changes | {"updated_at": self.at()}
        rows[key] = {name: value for name, value in row.items() if value is not None}
        self.tell(table, rows[key], case.order_id)
        return rows[key]

    def tell(self, table: str, item: Item, order_id: str = "") -> None:
        """Write a row, in one encoding or the other."""
        key = str(item[SOURCE_TABLES[table].key])
        some = crc32(f"{self.seed}/{key}/{self.now}".encode()) % 100 < PACKED_PERCENT
        self._written.append(Written(table, key, order_id, dict(item), some))

    def delete(self, table: str, key: str, order_id: str = "") -> None:
        """Delete a row."""
        self._written.append(Written(table, key, order_id, None))

    def later(self, hours: float, name: str, case: Case | None = None, **about: Any) -> None:
        """Plan an act."""
        self.serial += 1
        order_id = case.order_id if case else ""
        heapq.heappush(self.agenda, Act(self.now + hours * HOUR, self.serial, name, order_id, about))

    def close(self, case: Case) -> None:
        """Nothing more happens to this order by itself; acts still planned for it come to nothing."""
        self.cases.pop(case.order_id, None)

    def drop_plans(self, case: Case, line_id: str, service: str) -> None:
        """What a service had planned for a line is not done: somebody decided otherwise."""

        def is_dropped(planned: Act) -> bool:
            mine = planned.order_id == case.order_id and planned.about.get("line_id") == line_id
            return mine and planned.name.startswith(service)

        kept = [planned for planned in self.agenda if not is_dropped(planned)]
        heapq.heapify(kept)
        self.agenda = kept

    # ---- what drives it -----------------------------------------------------------------------------------

    @property
    def next_at(self) -> float:
        """When the next act is due; infinity where nothing is planned."""
        return self.agenda[0].at if self.agenda else float("inf")

    def step(self) -> list[Written]:
        """Take the next act; what was written."""
        due = heapq.heappop(self.agenda)
        self.now = max(self.now, due.at)
        case = self.cases.get(due.order_id)
        if case is not None or not due.order_id:
            ACTS[due.name](self, case or NOBODYS, due.about)
        return self.take_written()

    def take_written(self) -> list[Written]:
        """What was written since the last call."""
        written, self._written = self._written, []
        return written


NOBODYS = Case("")
"""The case of acts that are about no order."""
