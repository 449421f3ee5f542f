"""What wakes a person: each alarm has a name, which is the anchor of its entry in docs/runbook.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

LONGEST_LAG_SECONDS: Final = 60
LONGEST_ASIDE: Final = timedelta(days=1)


class AlarmName(StrEnum):
    """Its value is the anchor in the runbook."""

    SILENT = "nothing-is-read"
    LAG = "lag-grows"
    LOST = "records-were-lost"
    UNBALANCED = "the-counts-do-not-balance"
    ASIDE = "rows-are-set-aside"
    WAITING = "a-resync-waits-for-the-pump"
    BROKE = "a-projection-broke"


@dataclass(frozen=True, slots=True)
class Alarm:
    """``text`` says what is so now, in words without personal data."""

    name: AlarmName
    text: str

    def __str__(self) -> str:
        return self.text
