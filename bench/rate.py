"""Rates of both sides, in alternating slices of one run, so that whatever else the machine does hurts both alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.life import Lives
from bench.sides import Taken, write_source
from bench.tables import prepare
from bench.workers import working

ORDERS = 240
SLICES = 10
NAMES = ("ours", "bare")


@dataclass(slots=True)
class Rate:
    """One case; seconds and what was done, by side."""

    case: str
    processes: int
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(NAMES, 0.0))
    taken: dict[str, Taken] = field(default_factory=lambda: {name: Taken() for name in NAMES})

    def per_second(self, side: str) -> float:
        """Records a second."""
        return self.taken[side].records / self.seconds[side]

    def cpu(self, side: str) -> float:
        """Milliseconds of CPU a record, of our processes alone."""
        return 1000 * self.taken[side].cpu / self.taken[side].records

    @property
    def ratio(self) -> float:
        """How fast we are beside the bare loop."""
        return self.per_second("ours") / self.per_second("bare")

    @property
    def coalesced(self) -> float:
        """Records an apply."""
        return self.taken["ours"].records / max(1, self.taken["ours"].applied)


def measure(records: int, processes: int, url: str) -> Rate:
    """Batches with so many records of each order, by so many processes; on empty tables."""
    prepare(url)
    case = Rate(f"apply-{records}x" + (f"-{processes}p" if processes > 1 else ""), processes)
    lives = Lives(f"{records}{processes}", ORDERS // records, records)
    with working(processes) as workers:
        for batch in lives.first():
            write_source(batch)
        workers.take("ours")
        workers.take("pass")
        for order in _alternating():
            write_source(lives.batch())
            for side in order:
                taken, seconds = workers.take(side)
                case.taken[side].add(taken)
                case.seconds[side] += seconds
    return case


def _alternating() -> Iterator[tuple[str, ...]]:
    for number in range(SLICES):
        yield NAMES if number % 2 else NAMES[::-1]
