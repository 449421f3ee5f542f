"""A parcel's scans as they are read: newest first, what was told twice folded, and nothing dropped. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise

from orders.contract.model import Scan


@dataclass(frozen=True, slots=True)
class Told:
    """One scan, told so many ``times`` in the same words for the same time and place."""

    scan: Scan
    times: int = 1

    @property
    def only_a_day(self) -> bool:
        """Whether it is told for midnight sharp: carriers write that where they know the day alone."""
        return self.scan.at is not None and self.scan.at.timetz().replace(tzinfo=None) == time()


def newest_first(scans: Sequence[Scan]) -> tuple[Scan, ...]:
    """By instant; of one instant as the carrier put them, whichever way round its list runs. Scans without a time come
    last, in the carrier's order: nobody knows when they were.
    """
    falling = _newest_first_already([scan.at for scan in scans if scan.at is not None])
    listed = list(scans) if falling else list(reversed(scans))
    timed = [(scan.at, scan) for scan in listed if scan.at is not None]
    timed.sort(key=lambda pair: pair[0], reverse=True)
    return (*(scan for _, scan in timed), *(scan for scan in listed if scan.at is None))


def told(scans: Sequence[Scan]) -> tuple[Told, ...]:
    """Newest first, identical ones as one with how often they were told."""
    ordered = newest_first(scans)
    return tuple(Told(scan, times) for scan, times in Counter(ordered).items())


def last_scan(scans: Sequence[Scan]) -> datetime | None:
    """When it was last seen, None where no scan has a time."""
    return max((scan.at for scan in scans if scan.at is not None), default=None)


def _newest_first_already(times: Sequence[datetime]) -> bool:
    """Whether a carrier's list falls more often than it rises; one that does neither is taken as falling."""
    rises = sum(1 for before, after in pairwise(times) if after > before)
    falls = sum(1 for before, after in pairwise(times) if after < before)
    return falls >= rises
