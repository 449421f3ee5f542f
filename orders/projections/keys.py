"""The keys of projection rows, all in one place."""

from __future__ import annotations

import hashlib
import zlib
from datetime import UTC, datetime

from orders.store import Key

HEAD = "!HEAD"
FACET = "F#"
HISTORY = "HISTORY"
JOURNAL = "J#"
LINK = "L#"
OPEN = "OPEN#"
PAST = "PAST#"
FACT = "S#"
MARK = "D#"
STATE_END = "I"
"""HEAD, facets and a history, the rows an aggregate's state is read from, sort before this; the rest after it."""

PRINTERS = "V#printers"
"""Every printer there is, in one partition: there are dozens, and they seldom change."""

QUARANTINE = "QUARANTINE#"
HOMELESS = f"{QUARANTINE}homeless"
HOMED = "HOMED"
"""The fences of rows that are, or were, listed as homeless."""

QUEUE_SHARDS = 8
ACTIVITY_SHARDS = 4
FACT_SHARDS = 16
QUARANTINE_SHARDS = 8
LATEST_MILLISECOND = 99_999_999_999_999

FRESHNESS: Key = ("FRESHNESS", "NOW")


SORT_KEY_BYTES = 1_024
LONGEST_KEY = 600
"""A sort key holds SORT_KEY_BYTES; ours have one id in full, and what goes with it shortened."""

LONGEST_SUB = 300
"""What a deadline is about follows the order's id in one sort key; what is longer goes in as its hash."""


def usable(key: str) -> bool:
    """Whether a source row's key can be part of ours: not empty, not huge, no control characters."""
    return 0 < len(key.encode("utf-8", "surrogatepass")) <= LONGEST_KEY and key.isprintable()


def shard_of(text: str, shards: int) -> int:
    """A stable shard for a key: a partition takes 1,000 writes a second, so busy lists are spread."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % shards


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def facet_sk(table: str, key: str) -> str:
    """The row of one source row within its aggregate."""
    return f"{FACET}{table}#{key}"


def journal_sk(table: str, key: str, fence: str) -> str:
    """The row of one recorded change; the same record gives the same key."""
    return f"{JOURNAL}{table}#{key}#{fence}"


def open_order(user_id: str, severity: int, order_id: str) -> Key:
    """An open order under its customer, worst first."""
    return f"C#{user_id}", f"{OPEN}{9 - severity}#{order_id}"


def past_order(user_id: str, placed_at: datetime | None, order_id: str) -> Key:
    """A past order under its customer, newest first."""
    millisecond = int((placed_at or datetime.fromtimestamp(0, UTC)).timestamp() * 1000)
    return f"C#{user_id}", f"{PAST}{LATEST_MILLISECOND - millisecond:014d}#{order_id}"


def queue_entry(queue: str, due: datetime, order_id: str, sub: str) -> Key:
    """A row of a work list, in order of its deadline."""
    if sub and not (usable(sub) and len(sub.encode()) <= LONGEST_SUB):
        sub = _hashed(sub)
    return f"W#{queue}#{shard_of(order_id, QUEUE_SHARDS)}", f"{due.isoformat()}#{order_id}#{sub}"


def made_by(command_id: str, order_id: str) -> Key:
    """What a command made of an order."""
    return f"A#{command_id}", order_id


def listed_printer(printer_id: str) -> Key:
    """A printer in the list of all."""
    return PRINTERS, printer_id


def fact(day: str, order_id: str) -> Key:
    """The SLA fact of an order, under the day it was placed."""
    return f"{FACT}{day}#{shard_of(order_id, FACT_SHARDS)}", order_id


def fact_of(key: Key) -> tuple[str, str] | None:
    """The day and the order of a row of SLA facts; None of another row."""
    if not key[0].startswith(FACT):
        return None
    return key[0].removeprefix(FACT).rpartition("#")[0], key[1]


def fact_mark(day: str, order_id: str) -> Key:
    """The mark that an order's facts of a day have changed."""
    return f"{MARK}{shard_of(order_id, FACT_SHARDS)}", f"{day}#{order_id}"


def fact_mark_shards() -> list[str]:
    """The partitions of those marks."""
    return [f"{MARK}{shard}" for shard in range(FACT_SHARDS)]


def queue_shards(queue: str) -> list[str]:
    """The partitions of a work list."""
    return [f"W#{queue}#{shard}" for shard in range(QUEUE_SHARDS)]


def activity(day: str, did: str, id_: str, order_id: str) -> Key:
    """What was done on a day, by the print job or render it was done to; the order keeps two of one id apart."""
    return f"B#{day}#{shard_of(order_id, ACTIVITY_SHARDS)}", f"{did}#{_hashed(id_ + '#' + order_id)[:24]}"


def activity_shards(day: str) -> list[str]:
    """The partitions of a day's activity."""
    return [f"B#{day}#{shard}" for shard in range(ACTIVITY_SHARDS)]


def quarantined(table: str, key: str, *, homeless: bool = False) -> Key:
    """The listing of a record that was set aside; those of which nobody knows the order are listed apart."""
    if not usable(key):
        key = _hashed(key)
    return HOMELESS if homeless else f"{QUARANTINE}{shard_of(key, QUARANTINE_SHARDS)}", f"{table}#{key}"
