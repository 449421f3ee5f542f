"""Working on rows of a queue: whose they are, putting them off, being done with them. Each is told in the audit in the
same transaction, a row an event.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from dashboard.permissions import Permission
from orders.queues import QueueRow
from support.audit.record import Detail, Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.queues.models import WorkItem
from support.queues.row_id import RowKey, key_of
from support.queues.tallies import count_anew
from support.queues.work import said

TAKEN = EventType("work.taken", "took {target} of queue {queue}")
TAKEN_OVER = EventType("work.taken_over", "took {target} of queue {queue} over from {former}")
RELEASED = EventType("work.released", "gave {target} of queue {queue} back")
SNOOZED = EventType("work.snoozed", "put {target} of queue {queue} off until {until}")
DONE = EventType("work.done", "was done with {target} of queue {queue}")
REOPENED = EventType("work.reopened", "took {target} of queue {queue} up again")

MOST_ROWS: Final = 200
"""At once: each is an event of the audit, which is written under one lock."""

LONGEST_SNOOZE: Final = timedelta(days=60)
LOCK: Final = 0x776F_726B_0000_0000
"""The advisory locks of work, one a queue: two who take the same row come one after the other."""

NOTHING: Final = "Select at least one row first."
TOO_MANY: Final = f"At most {MOST_ROWS} rows at once. Narrow the list first."
NO_REASON: Final = "Say why, so that colleagues know."
NO_TIME: Final = "Choose a time in the future, within sixty days."


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody does about rows: ``until`` where they are put off, ``reason`` in their own words."""

    kind: str
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """How many rows were changed, and how many are somebody else's and were left alone."""

    changed: int
    others: int = 0


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of a row's item, and how the audit tells it."""

    what: EventType
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _At:
    """One row, what is kept of it, and who does what about it."""

    row: QueueRow
    item: WorkItem | None
    person: User
    deed: Deed
    now: datetime

    @property
    def owner(self) -> int | None:
        return self.item.owner_id if self.item else None


class _Theirs(Exception):
    """The row is somebody else's."""


def act(asker: Asker, queue: str, rows: Sequence[QueueRow], deed: Deed) -> Came:
    """Do it about all of these rows of a queue, or about none. Raises Invalid, NotAllowed."""
    if asker.person is None or not asker.may(Permission.WORK_QUEUE):
        raise NotAllowed(Permission.WORK_QUEUE)
    _check(rows, deed)
    with transaction.atomic():
        came = _act(asker, asker.person, queue, rows, deed)
        transaction.on_commit(count_anew)
    return came


def _check(rows: Sequence[QueueRow], deed: Deed) -> None:
    wrong: dict[str, str] = {}
    if not rows or len(rows) > MOST_ROWS:
        wrong["row"] = TOO_MANY if rows else NOTHING
    if deed.kind == "snooze":
        now = timezone.now()
        if deed.until is None or not now < deed.until <= now + LONGEST_SNOOZE:
            wrong["until"] = NO_TIME
        if not deed.reason:
            wrong["reason"] = NO_REASON
    if wrong:
        raise Invalid(**wrong)


def _act(asker: Asker, person: User, queue: str, rows: Sequence[QueueRow], deed: Deed) -> Came:
    _lock(queue)
    change, now = KINDS[deed.kind], timezone.now()
    known = _items(queue, rows)
    changed = others = 0
    for row in rows:
        at = _At(row, known.get(key_of(row)), person, deed, now)
        try:
            made = change(at)
        except _Theirs:
            others += 1
            continue
        if made is not None:
            _keep(asker, at, made)
            changed += 1
    return Came(changed, others)


def _keep(asker: Asker, at: _At, made: _Change) -> None:
    row, deed = at.row, at.deed
    about: dict[str, Detail] = {"queue": row.queue, "code": row.code, "sub": row.sub}
    if made.what is TAKEN_OVER:
        about["former"] = f"staff:{at.owner}"
    if deed.until is not None:
        about["until"] = deed.until.isoformat(timespec="minutes")
    target = Target("order", row.order_id, row.order_id)
    event = record(asker.actor, made.what, target, reason=deed.reason, details=about)
    kept = {**made.values, "changed_by": at.person, "changed_at": at.now, "event": event}
    WorkItem.objects.update_or_create(queue=row.queue, order_id=row.order_id, sub=row.sub, defaults=kept)


def _items(queue: str, rows: Sequence[QueueRow]) -> dict[RowKey, WorkItem]:
    found = WorkItem.objects.filter(queue=queue, order_id__in={row.order_id for row in rows})
    return {RowKey(item.order_id, item.sub): item for item in found}


def _lock(queue: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK + zlib.crc32(queue.encode())])


def _take(at: _At) -> _Change | None:
    _unless_theirs(at)
    return None if at.owner else _Change(TAKEN, {"owner": at.person, "owned_at": at.now})


def _take_over(at: _At) -> _Change | None:
    if at.owner == at.person.pk:
        return None
    return _Change(TAKEN_OVER if at.owner else TAKEN, {"owner": at.person, "owned_at": at.now})


def _release(at: _At) -> _Change | None:
    _unless_theirs(at)
    return _Change(RELEASED, {"owner": None, "owned_at": None}) if at.owner else None


def _snooze(at: _At) -> _Change:
    _unless_theirs(at)
    return _Change(SNOOZED, {"snoozed_until": at.deed.until, "done_at": None, "seen": said(at.row)})


def _done(at: _At) -> _Change:
    _unless_theirs(at)
    return _Change(DONE, {"done_at": at.now, "snoozed_until": None, "seen": said(at.row)})


def _reopen(at: _At) -> _Change | None:
    hidden = at.item is not None and (at.item.done_at or at.item.snoozed_until)
    return _Change(REOPENED, {"done_at": None, "snoozed_until": None, "seen": ""}) if hidden else None


def _unless_theirs(at: _At) -> None:
    if at.owner not in (None, at.person.pk):
        raise _Theirs


KINDS: Final[Mapping[str, Callable[[_At], _Change | None]]] = MappingProxyType(
    {
        "take": _take,
        "take-over": _take_over,
        "release": _release,
        "snooze": _snooze,
        "done": _done,
        "reopen": _reopen,
    }
)
"""By the last word of each one’s address."""
