"""What a page needs of one order: its snapshot, the people and printers around it, its journal, its freshness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.contract.model import Printer, User
from orders.snapshot import OrderSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One recorded change of a source row: which fields that matter changed, when it happened, when we heard.

    ``changed`` maps a field to its old and new value in the backend's words ("" where absent). ``op`` is
    "put" or "deleted". ``source_id`` is the table and key, e.g. ``renders/r-71c0``.
    """

    table: str
    key: str
    sequence: str
    op: str
    at: datetime
    heard_at: datetime
    changed: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """A source row as last seen: its position in the stream and its image in DynamoDB's own form."""

    table: str
    key: str
    sequence: str
    deleted: bool
    image: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStory:
    """Everything known of one order at one moment.

    ``version`` grows with every change of the projection; ``as_of`` is when its latest change was heard of.
    ``customer`` is None where the user's row is missing or erased. ``incomplete`` while a large change is
    still being written. ``quarantined`` lists the reasons for which rows of this order were set aside.
    """

    snapshot: OrderSnapshot
    version: int
    as_of: datetime
    customer: User | None
    printers: Mapping[str, Printer]
    journal: tuple[JournalEntry, ...]
    raw: tuple[RawRow, ...]
    incomplete: bool = False
    quarantined: tuple[str, ...] = ()
    history_gaps: tuple[tuple[datetime, datetime], ...] = ()
