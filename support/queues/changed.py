"""What has come and gone since somebody opened a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User

from support.queues.matching import Wanted, matching
from support.queues.row_id import key_of
from support.queues.snapshot import Snapshot
from support.queues.work import work_of


@dataclass(frozen=True, slots=True)
class Changed:
    """So many rows that match are new, and so many are gone."""

    new: int
    gone: int

    def __str__(self) -> str:
        return f"{self.new}-{self.gone}"

    def __bool__(self) -> bool:
        return bool(self.new or self.gone)


NOTHING = Changed(0, 0)


def changed(before: Snapshot, now_there: Snapshot, wanted: Wanted, person: User | None, now: datetime) -> Changed:
    """Of those that match; rows that both have are not looked at."""
    if before.id == now_there.id:
        return NOTHING
    work = work_of(before.queue, now)

    def only_in(one: Snapshot, other: Snapshot) -> int:
        there = {key_of(row) for row in other.rows}
        rows = tuple(row for row in one.rows if key_of(row) not in there)
        return len(matching(replace(one, rows=rows), wanted, person, now, work))

    return Changed(new=only_in(now_there, before), gone=only_in(before, now_there))
