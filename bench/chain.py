"""A long chain of the audit, copied into the database, verified, and read bare."""

from __future__ import annotations

import hashlib
import json
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection

from support.audit.chain import AT_A_TIME, BEGINNING, Anchor, digest_of, faults, hash_of
from support.audit.types import REASON_ERASED
from support.models import AuditEvent

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = (
    "number", "at", "actor", "role", "type", "target_kind", "target_id", "order_id", "reason_digest", "details",
    "previous", "hash",
)  # fmt: skip
BARE = f"SELECT {', '.join(COLUMNS)} FROM support_auditevent WHERE number > %s ORDER BY number LIMIT %s"  # noqa: S608
WORDS = "the page is torn at its edge, the customer sent a picture of it"
TOGETHER = 50_000
PAGE_BYTES = resource.getpagesize()
MB = 1_000_000


@dataclass(slots=True)
class Told:
    """What came of it: seconds of our verification and of the two bare readings together, memory in MB."""

    events: int
    seconds: float = 0.0
    bare_seconds: float = 0.0
    faults: int = 0
    memory_early: float = 0.0
    memory_most: float = 0.0
    memory: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Events a second, verified."""
        return self.events / self.seconds

    @property
    def bare_rate(self) -> float:
        """Events a second, read and hashed."""
        return 2 * self.events / self.bare_seconds

    @property
    def ratio(self) -> float:
        """How fast ours is beside the bare reading."""
        return self.rate / self.bare_rate


def measure(events: int) -> Told:
    """Fill the chain and read it: bare, verified, bare."""
    fill(events)
    told = Told(events)
    told.bare_seconds = bare()
    _verify(told)
    told.bare_seconds += bare()
    return told


def fill(events: int) -> None:
    """A chain as the product would have written it, by COPY, in parts that no time limit cuts short."""
    made = chain(events)
    with connection.cursor() as cursor:
        while part := list(islice(made, TOGETHER)):
            with cursor.copy(f"COPY support_auditevent ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for event, _ in part:
                    values = {name: getattr(event, name) for name in COLUMNS} | {"details": json.dumps(event.details)}
                    copy.write_row([values[name] for name in COLUMNS])
            with cursor.copy("COPY support_auditreason (event_id, salt, text) FROM STDIN") as copy:
                for event, salt in part:
                    if salt:
                        copy.write_row((event.number, salt, WORDS))
        cursor.execute("ANALYZE support_auditevent")


def chain(events: int) -> Iterator[tuple[AuditEvent, str]]:
    """Each event with the salt of its reason, "" where it has none, or none any more."""
    last = Anchor(0, BEGINNING)
    for number in range(1, events + 1):
        event, salt = _event(number, last)
        event.hash = hash_of(event)
        last = Anchor(number, event.hash)
        yield event, salt


def bare() -> float:
    """Seconds to read the same columns in the same parts, and to hash them."""
    began, last = time.perf_counter(), 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(BARE, [last, AT_A_TIME])
            rows = cursor.fetchall()
            if not rows:
                return time.perf_counter() - began
            for row in rows:
                hashlib.sha256(repr(row).encode()).hexdigest()
            last = rows[-1][0]


def _verify(told: Told) -> None:
    early = told.events // 20

    def watch(count: int, _last: Anchor) -> None:
        told.memory.append(_memory())
        if count <= early:
            told.memory_early = told.memory[-1]

    began = time.perf_counter()
    told.faults = sum(1 for _ in faults(watch=watch))
    told.seconds = time.perf_counter() - began
    told.memory_most, told.memory = max(told.memory), told.memory[:: max(1, len(told.memory) // 20)]


def _event(number: int, last: Anchor) -> tuple[AuditEvent, str]:
    kept = number % 10 == 0
    erased = number % 1_000 == 0
    salt = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest() if kept else ""
    about: dict[str, Any] = {"type": "command.render", "target_kind": "command", "target_id": f"{number:032x}"}
    if number % 1_000 == 1 and number > 1:
        about = {"type": REASON_ERASED.name, "target_kind": "event", "target_id": str(number - 1)}
    event = AuditEvent(
        number=number,
        at=BEGAN + timedelta(seconds=number, microseconds=number % 1_000_000),
        actor=f"staff:{number % 40}",
        role="agent",
        order_id=f"o-{number % 200_000:08d}",
        reason_digest=digest_of(salt, WORDS) if kept else "",
        details={"line": "1", "cause": "asset_missing", "job": "", "printer": ""},
        previous=last.hash,
        **about,
    )
    return event, "" if erased else salt


def _memory() -> float:
    """Of this process now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES / MB
