"""A queue as it was at one moment, the same for everybody who looks at it.

It is read anew at most every few seconds, by one process at a time, and found again by its id for a quarter of an
hour: pages of one list, and what somebody has selected in it, are of one moment. Without Redis each request reads for
itself. While DynamoDB does not answer, the last one is shown, which says of when it is.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.core.cache import cache
from django.utils import timezone

from orders.queues import QueueRow
from support.queues.names import QUEUES
from support.queues.packed import digest, pack, unpack
from support.queues.sources import waiting

OLDEST_SECONDS: Final = 5
RENEWED_AFTER: Final = timedelta(seconds=3)
"""From then on somebody reads anew, while the others are still shown what there is."""

KEPT_SECONDS: Final = 15 * 60
BUILT_SECONDS: Final = 10
"""Nobody takes longer to read a queue: after that somebody else may."""

PATIENCE_SECONDS: Final = 4.0
PAUSE_SECONDS: Final = 0.05
ROWS_HERE: Final = 40_000
"""As many rows of snapshots are kept in this process, ready to be shown: some 40 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """``rows`` as they were at ``at``, due longest first; ``more`` where the queue had more than these. ``id`` is the
    same as long as they are.
    """

    id: str
    queue: str
    at: datetime
    rows: tuple[QueueRow, ...]
    more: bool


def snapshot(queue: str) -> Snapshot:
    """A queue as it is now, give or take OLDEST_SECONDS. Raises KeyError for a queue that there is not, and what
    DynamoDB does where it never answered.
    """
    QUEUES[queue]
    found = _newest(queue)
    if found is None:
        return _awaited(queue)
    if not _is_new(found) and cache.add(_key(queue, "lock"), 1, BUILT_SECONDS):
        return _locked(queue)
    return found


def kept(queue: str, snapshot_id: str) -> Snapshot | None:
    """The snapshot with this id, None where it is older than KEPT_SECONDS or never was."""
    if queue not in QUEUES or not (snapshot_id.isascii() and snapshot_id.isalnum()):
        return None
    here = _HERE.get(queue, snapshot_id)
    if here is not None:
        return here
    stored = cache.get(_key(queue, snapshot_id))
    if not isinstance(stored, tuple):
        return None
    at, packed = stored
    found = unpack(packed)
    return _HERE.keep(Snapshot(id=snapshot_id, queue=queue, at=at, rows=found.rows, more=found.more))


def forget_here() -> None:
    """Forget what this process holds: for tests that empty the tables."""
    _HERE.clear()


def _is_new(found: Snapshot) -> bool:
    """Whether nobody need read anew."""
    return timezone.now() - found.at <= RENEWED_AFTER


def _newest(queue: str) -> Snapshot | None:
    return _pointed(queue, "now")


def _awaited(queue: str) -> Snapshot:
    """Read by whoever comes first; the others wait for it, unless there is no Redis to wait by."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if cache.add(_key(queue, "lock"), 1, BUILT_SECONDS):
            return _locked(queue)
        let_go = cache.get(_key(queue, "lock")) is None
        # Asked for after the lock: whoever let go of it has told what they read before.
        found = _newest(queue)
        if found is not None:
            return found
        if let_go:
            break
        time.sleep(PAUSE_SECONDS)
    return _read(queue)


def _locked(queue: str) -> Snapshot:
    """Read it, unless somebody did while the lock was asked for, and let go of the lock."""
    try:
        found = _newest(queue)
        return found if found and _is_new(found) else _read(queue)
    except (BotoCoreError, ClientError):
        last = _pointed(queue, "last")
        if last is None:
            raise
        return last
    finally:
        cache.delete(_key(queue, "lock"))


def _read(queue: str) -> Snapshot:
    """Read it now, and let everybody have it."""
    at = timezone.now()
    found = waiting(queue, at)
    packed = pack(found)
    made = Snapshot(id=digest(packed), queue=queue, at=at, rows=found.rows, more=found.more)
    cache.set(_key(queue, made.id), (at, packed), KEPT_SECONDS)
    cache.set(_key(queue, "last"), (made.id, at), KEPT_SECONDS)
    cache.set(_key(queue, "now"), (made.id, at), OLDEST_SECONDS)
    return _HERE.keep(made)


def _pointed(queue: str, name: str) -> Snapshot | None:
    pointer = cache.get(_key(queue, name))
    if not isinstance(pointer, tuple):
        return None
    snapshot_id, at = pointer
    found = kept(queue, snapshot_id)
    return replace(found, at=at) if found else None


def _key(queue: str, name: str) -> str:
    return f"queue:{queue}:{name}"


class _Here:
    """Snapshots of this process, the last used of at most ROWS_HERE rows together."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str], Snapshot] = OrderedDict()
        self._lock = Lock()

    def get(self, queue: str, snapshot_id: str) -> Snapshot | None:
        with self._lock:
            found = self._held.get((queue, snapshot_id))
            if found is not None:
                self._held.move_to_end((queue, snapshot_id))
            return found

    def keep(self, made: Snapshot) -> Snapshot:
        with self._lock:
            self._held[made.queue, made.id] = made
            self._held.move_to_end((made.queue, made.id))
            while len(self._held) > 1 and sum(len(one.rows) for one in self._held.values()) > ROWS_HERE:
                self._held.popitem(last=False)
        return made

    def clear(self) -> None:
        with self._lock:
            self._held.clear()


_HERE: Final = _Here()
