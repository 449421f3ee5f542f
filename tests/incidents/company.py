"""A company's activity as the projection keeps it: two quiet weeks, and whatever a test lets go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from orders.activity import Activity, Did, activity_row
from support.incidents import find
from support.incidents.models import Incident
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable

CODES = {"asset_missing": 4, "low_resolution": 3, "layout_overflow": 2, "timeout": 2, "template_error": 1}
TEMPLATES = {"coast@12": 5, "linen@7": 4, "atlas@31": 3}
PRINTERS = ("koeln", "lyon", "tejo", "brenta")
PRODUCTS = ("book", "calendar")


class Company:
    """Its days up to ``now``."""

    def __init__(self, seed: int = 7) -> None:
        self.store = MemoryStore(MemoryTable())
        self.dice = Random(seed)
        self.now = datetime(2026, 11, 25, 15, tzinfo=UTC)
        self.numbers = count(1)

    def two_weeks(self, a_day: int = 100) -> Company:
        """Of nothing but the usual."""
        for number in range(14 * a_day):
            began = self.now - timedelta(days=14) * (1 - number / (14 * a_day))
            self.render(began=began)
            self.job(began=began)
        return self

    def render(
        self,
        *,
        template: str = "",
        renderer: str = "9.4.1",
        fails: float = 0.05,
        codes: Mapping[str, int] = CODES,
        began: datetime | None = None,
        order: str = "",
        line: str = "1",
    ) -> str:
        """One render; its order."""
        order = order or f"o-{next(self.numbers)}"
        failed = self.dice.random() < fails
        self._put(
            did=Did.RENDER,
            order_id=order,
            line_id=line,
            began=began or self.now,
            state="failed" if failed else "ready",
            template=template or self._one(TEMPLATES),
            renderer=renderer,
            code=self._one(codes) if failed else "",
        )
        return order

    def job(
        self,
        *,
        printer: str = "",
        product: str = "",
        rejected: float = 0.02,
        error: float = 0.02,
        began: datetime | None = None,
    ) -> str:
        """One print job; its order."""
        order, luck = f"o-{next(self.numbers)}", self.dice.random()
        self._put(
            did=Did.JOB,
            order_id=order,
            line_id="1",
            began=began or self.now,
            state="rejected" if luck < rejected else "error" if luck < rejected + error else "accepted",
            printer=printer or self.dice.choice(PRINTERS),
            product=product or self.dice.choice(PRODUCTS),
        )
        return order

    def later(self, **length: float) -> None:
        """Time passes."""
        self.now += timedelta(**length)

    def look(self) -> list[Incident]:
        """What the beat does: the incidents that it opens."""
        return find.look_in(self.store, self.now)

    def until_found(self, step: object, most: int) -> int:
        """How often ``step`` happens, a minute each, until something is opened; fails after ``most``."""
        assert callable(step)
        for number in range(1, most + 1):
            step()
            self.later(minutes=1)
            if self.look():
                return number
        raise AssertionError(f"nothing was found in {most}")

    def _put(self, **about: object) -> None:
        began = about["began"]
        assert isinstance(began, datetime)
        ended = began + timedelta(seconds=40)
        row_id = f"x-{next(self.numbers)}"
        self.store.put(activity_row(Activity(id=row_id, ended=ended, updated=ended, **about)))  # type: ignore[arg-type]

    def _one(self, choices: Mapping[str, int]) -> str:
        return self.dice.choices(list(choices), list(choices.values()))[0]
