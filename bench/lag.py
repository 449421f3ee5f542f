"""How long a change takes to be applied while they come steadily, at half of what can be taken."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.life import Change, Lives
from bench.sides import SENT, write_source
from bench.tables import prepare
from bench.workers import Workers, working

SECONDS = 20.0
SETTLING = 5.0
TICK = 0.05
TRIALS = 4


@dataclass(frozen=True, slots=True)
class Lag:
    """Seconds from the writing of a row to the end of the batch that applied it, at ``rate`` records a second."""

    rate: float
    records: int
    p50: float
    p99: float


def measure(url: str) -> Lag:
    """One process that runs the pump as its task does, on empty tables, fed at half of what it took just before."""
    prepare(url)
    lives = Lives("lag", 240, 1)
    with working(1) as workers:
        for batch in lives.first():
            write_source(batch)
        workers.take("ours")
        rate = _most(workers, lives) / 2
        workers.begin(SECONDS + SETTLING)
        _feed(_changes(lives), rate)
        lags = sorted(workers.end().lags)
    return Lag(rate, len(lags), _rank(lags, 0.5), _rank(lags, 0.99))


def _most(workers: Workers, lives: Lives) -> float:
    """Records a second, one of each order and batch."""
    records, seconds = 0, 0.0
    for _ in range(TRIALS):
        write_source(lives.batch())
        taken, took = workers.take("ours")
        records, seconds = records + taken.records, seconds + took
    return records / seconds


def _feed(changes: Iterator[Change], rate: float) -> None:
    began, sent = time.time(), 0
    while (now := time.time()) < began + SECONDS:
        due = int((now - began) * rate) - sent
        write_source((table, row | {SENT: f"{now:.6f}"}) for table, row in (next(changes) for _ in range(due)))
        sent += due
        time.sleep(TICK)


def _changes(lives: Lives) -> Iterator[Change]:
    while True:
        yield from lives.batch()


def _rank(values: list[float], part: float) -> float:
    return values[math.ceil(part * len(values)) - 1] if values else math.nan
