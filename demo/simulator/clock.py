"""The company's time and ours. The company's runs faster; what it writes carries our times."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the company's moment ``company`` on, which was ours ``ours``, its time runs ``speed`` times as fast as ours.
    Both are seconds since 1970.
    """

    company: float
    ours: float
    speed: float


class Clock:
    """Stretches of time, oldest first; the last one goes on for ever."""

    def __init__(self, stretches: list[Stretch]) -> None:
        self.stretches = stretches

    @classmethod
    def with_history(cls, now: float, days: float, speed: float) -> Clock:
        """``days`` of history in real time, and ``speed`` from ``now`` on."""
        began = now - days * 86_400
        return cls([Stretch(began, began, 1.0), Stretch(now, now, speed)])

    @property
    def speed(self) -> float:
        """How fast it runs now."""
        return self.stretches[-1].speed

    def ours(self, company: float) -> float:
        """When a moment of the company is for us."""
        found = self._at([each.company for each in self.stretches], company)
        return found.ours + (company - found.company) / found.speed

    def company(self, ours: float) -> float:
        """Which moment it is for the company."""
        found = self._at([each.ours for each in self.stretches], ours)
        return found.company + (ours - found.ours) * found.speed

    def slept(self, since: float, until: float, speed: float) -> None:
        """Nobody played between these moments: the company went on at our pace, and has ``speed`` from then on."""
        began = self.company(since)
        self.stretches.append(Stretch(began, since, 1.0))
        self.stretches.append(Stretch(began + until - since, until, speed))

    def stamp(self, company: float) -> str:
        """A moment of the company in the contract's form, in our time, to the millisecond."""
        at = datetime.fromtimestamp(round(self.ours(company), 3), UTC)
        return at.isoformat(timespec="milliseconds" if at.microsecond else "seconds").replace("+00:00", "Z")

    def _at(self, begins: list[float], moment: float) -> Stretch:
        return self.stretches[max(0, bisect_right(begins, moment) - 1)]
