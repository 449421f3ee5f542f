"""How the lake stands: up to when it is complete, and how much is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from orders.sla.lake.manifest import load
from orders.store import live_store

LATE_SECONDS: Final = 120.0
"""A change is in a report within seconds; after so long something is wrong."""


class AlarmName(StrEnum):
    """Its value is the anchor in the runbook."""

    BEHIND = "reports-are-behind"


@dataclass(frozen=True, slots=True)
class Alarm:
    """``text`` says what is so now."""

    name: AlarmName
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``age`` is for how many seconds nothing was brought in, None where nothing ever was. ``readable`` is False where
    the bucket does not answer.
    """

    readable: bool = True
    until: datetime | None = None
    age: float | None = None
    files: int = 0
    facts: int = 0

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What somebody must see to now."""
        return tuple(self._alarms())

    def _alarms(self) -> Iterator[Alarm]:
        if not self.readable:
            yield Alarm(AlarmName.BEHIND, "The bucket of the facts does not answer: reports show what they knew.")
        elif self.age is not None and self.age > LATE_SECONDS:
            yield Alarm(AlarmName.BEHIND, f"Reports are complete up to {self.age / 60:.0f} minutes ago only.")


def standing(now: datetime | None = None) -> Standing:
    """As it is now: one small file is read."""
    try:
        manifest = load(live_store().table)
    except (BotoCoreError, ClientError):
        return Standing(readable=False)
    age = ((now or datetime.now(UTC)) - manifest.until).total_seconds() if manifest.until else None
    rows = sum(file.rows for file in manifest.held.values())
    return Standing(until=manifest.until, age=age, files=len(manifest.held), facts=rows)
