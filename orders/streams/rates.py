"""How busy the pumps of one process are, as one log line a minute."""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from orders.projections.work import Outcome

EVERY_SECONDS: Final = 60.0

log = logging.getLogger(__name__)


def _now() -> float:
    return time.monotonic()


@dataclass(slots=True)
class Rates:
    """Outlives runs, which last seconds."""

    counts: Counter[str] = field(default_factory=Counter)
    _since: float = field(default_factory=_now)

    def count(self, records: int, outcome: Outcome) -> None:
        """Take a batch into account."""
        self.counts.update(records=records, transactions=outcome.transactions, conflicts=outcome.conflicts)
        for (_, what), number in outcome.tally.items():
            self.counts[what] += number

    def tell(self, slot: int) -> None:
        """Write the line, if a minute has passed since the last; also where there was nothing to do."""
        seconds = _now() - self._since
        if seconds < EVERY_SECONDS:
            return
        told = {"slot": slot, "seconds": round(seconds, 1), "rate": round(self.counts["records"] / seconds, 1)}
        log.info("pump at work", extra={"records": 0, **self.counts, **told})
        self.counts.clear()
        self._since = _now()
