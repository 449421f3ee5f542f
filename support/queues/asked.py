"""What a page of a queue is asked for: which rows, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from django.utils.http import urlencode

from orders.queues import QueueRow
from support.commands.refusals import Invalid
from support.queues.matching import Wanted

NEVER: Final = datetime.max.replace(tzinfo=UTC)


class Sort(StrEnum):
    """What comes first."""

    OLDEST = "oldest"
    NEWEST = "newest"
    VALUE = "value"
    PROMISE = "promise"
    ORDER = "order"
    PRINTER = "printer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Out of an address, and back into one; a saved view is its query."""

    wanted: Wanted = field(default_factory=Wanted)
    sort: Sort = Sort.OLDEST

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Asked:
        """Raises Invalid, with words by name."""
        wrong: dict[str, str] = {}
        wanted = Wanted()
        try:
            wanted = Wanted.read(asked)
        except Invalid as invalid:
            wrong |= invalid.errors
        sort = asked.get("sort", "") or Sort.OLDEST
        if sort not in set(Sort):
            wrong["sort"] = "Choose an order that the list has."
        if wrong:
            raise Invalid(**wrong)
        return cls(wanted=wanted, sort=Sort(sort))

    def given(self) -> dict[str, str]:
        """By name, as an address has it."""
        return self.wanted.given() | ({} if self.sort is Sort.OLDEST else {"sort": str(self.sort)})

    def query(self) -> str:
        """The query of an address."""
        return urlencode(self.given())

    def sorted(self, rows: list[QueueRow]) -> list[QueueRow]:
        """Rows that came due longest first, in the order that is asked for."""
        match self.sort:
            case Sort.OLDEST:
                return rows
            case Sort.NEWEST:
                return rows[::-1]
            case Sort.VALUE:
                # Amounts of different currencies do not compare: those of one stand together.
                return sorted(rows, key=lambda row: (row.currency, -row.value))
            case Sort.PROMISE:
                return sorted(rows, key=lambda row: row.promise or NEVER)
            case Sort.PRINTER:
                return sorted(rows, key=lambda row: (not row.printer, row.printer))
            case Sort.ORDER:
                return sorted(rows, key=lambda row: row.number or row.order_id)
