"""What an applied change costs: calls and capacity units, counted at the client."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bench.life import Lives
from bench.meter import Meter
from bench.sides import Ours, Taken, write_source
from bench.tables import prepare
from orders import cloud

ORDERS = 240
BATCHES = 6


@dataclass(slots=True)
class Cost:
    """Totals over all batches; ``calls`` by kind, without those that read the stream."""

    taken: Taken = field(default_factory=Taken)
    calls: Counter[str] = field(default_factory=Counter)
    written: float = 0.0
    read: float = 0.0

    def each(self, total: float) -> tuple[float, float]:
        """A record, and an applied order or other aggregate."""
        return total / self.taken.records, total / self.taken.applied


def measure(records: int, url: str) -> Cost:
    """Batches with so many records of each order, by this process; on empty tables."""
    prepare(url)
    ours, meter, cost = Ours(0), Meter(cloud.dynamodb()), Cost()
    ours.live()
    lives = Lives(f"cost{records}", ORDERS // records, records)
    for batch in lives.first():
        write_source(batch)
    ours.take()
    for _ in range(BATCHES):
        write_source(lives.batch())
        ours.live()
        meter.on = True
        cost.taken.add(ours.take())
        meter.on = False
    ours.let_go()
    cost.calls, cost.written, cost.read = meter.calls, meter.written, meter.read
    return cost
