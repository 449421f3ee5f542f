"""What is known of orders at an instant: which boundaries they had reached by then, and nothing of later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from orders.sla.facts import Fact
from orders.sla.report.blame_budgets import BOUNDARIES
from orders.sla.report.duck import Duck
from orders.sla.report.sql import Query

LAST: Final = len(BOUNDARIES) - 1
COLUMNS: Final = (
    "order_id", "order_number", *BOUNDARIES, "first_promise", "promise", "cancelled", "lost", "shipping_method",
    "country", "region", "printers", "products",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class History:
    """One order: ``ends`` are its boundaries as far as known, in microseconds; ``fact`` is the whole of its fact."""

    ends: tuple[int | None, ...]
    fact: Fact

    @property
    def stage(self) -> int:
        """The last boundary that it has reached; -1 where none is known."""
        return max((number for number, end in enumerate(self.ends) if end is not None), default=-1)

    @property
    def promise(self) -> int | None:
        """The one made at checkout, as wherever an order is called late; the one in force where that is not known."""
        first, now = self.fact["first_promise"], self.fact["promise"]
        return now if first is None else int(first)

    @property
    def since(self) -> int:
        """When it reached it."""
        return self.ends[self.stage] or 0


def known(facts: Iterable[Fact], at: int) -> list[History]:
    """The orders that were there at an instant, as known then, cancelled ones left out."""
    found = []
    for fact in facts:
        if not fact["cancelled"] and fact["placed_at"] is not None and fact["placed_at"] <= at:
            ends = (fact[name] for name in BOUNDARIES)
            found.append(History(tuple(end if end is not None and end <= at else None for end in ends), fact))
    return found


def open_at(histories: Iterable[History], at: int) -> list[History]:
    """Those that were paid and on their way, and whose promise had not passed: what there is a chance for."""
    return [
        each
        for each in histories
        if 1 <= each.stage < LAST and not each.fact["lost"] and each.promise is not None and each.promise > at
    ]


def placed(engine: Duck, after: int, before: int, most: int) -> list[Fact]:
    """The facts of orders placed then; of more than ``most``, as many of them by chance, always the same."""
    text = (
        f"SELECT {', '.join(COLUMNS)} FROM {engine.source} WHERE unit = 'order' AND placed_at >= ? AND placed_at < ? "  # noqa: S608  our own names
        "ORDER BY md5(order_id) LIMIT ?"
    )
    return [_fact(row) for row in engine.ask(Query(text, [after, before, most]))]


def unfinished(engine: Duck, at: int, most: int) -> list[Fact]:
    """The facts of orders that are not there yet and whose promise is still to come, nearest promise first."""
    text = (
        f"SELECT {', '.join(COLUMNS)} FROM {engine.source} WHERE unit = 'order' AND NOT cancelled AND NOT lost "  # noqa: S608  our own names
        "AND paid_at IS NOT NULL AND delivered_at IS NULL AND coalesce(first_promise, promise) > ? "
        "ORDER BY coalesce(first_promise, promise), order_id LIMIT ?"
    )
    return [_fact(row) for row in engine.ask(Query(text, [at, most]))]


def _fact(row: dict[str, Any]) -> Fact:
    return {name: [one for one in value if one] if isinstance(value, list) else value for name, value in row.items()}
