"""Leases: who works on what. They give liveness only; nothing breaks when two believe they hold one.

A row of the control table: ``holder`` ("" when free), ``epoch`` (grows with each owner), ``hb`` (grows while the
owner lives). Whoever wants a held lease must have seen epoch and hb stand still for EXPIRY_SECONDS on its own
clock, or that the owner's process is gone, and says so in the condition: an owner that stirs in between keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orders.spelling import Value
from orders.store import Condition, Conflict, Key, Row, Store
from orders.streams.owner import is_gone

EXPIRY_SECONDS = 10
HEARTBEAT_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a lease: enough to take it if nothing has moved since."""

    owner: str
    epoch: int
    hb: int


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease that ``owner`` took in ``epoch``."""

    control: Store
    key: Key
    owner: str
    epoch: int

    def renew(self, **status: Value) -> bool:
        """Say that the owner lives, with what it has to tell; False where the lease was taken."""
        return self._write(put=status, add={"hb": 1})

    def checkpoint(self, position: str, counted: Mapping[str, int], **status: Value) -> bool:
        """Move forward to ``position`` and add up the records counted since; False where the lease was taken."""
        mine = "holder = :owner AND epoch = :epoch AND (attribute_not_exists(cp) OR cp < :cp)"
        condition = Condition(mine, {":owner": self.owner, ":epoch": self.epoch, ":cp": position})
        if self._write(condition, put={"cp": position, **status}, add={"hb": 1, **counted}):
            return True
        # The answer may have been lost, and the repetition refused.
        return self.named() and (self.control.get(self.key) or {}).get("cp") == position

    def release(self) -> bool:
        """Let another take it at once."""
        return self._write(put={"holder": ""}, add={"hb": 1})

    def finish(self, state: str) -> bool:
        """Leave the lease in a final state."""
        return self._write(put={"holder": "", "state": state}, add={"hb": 1})

    def change(self, *, put: Mapping[str, Value], remove: tuple[str, ...] = ()) -> bool:
        """Write other attributes of the row while it is ours."""
        return self._write(put=put, add={"hb": 1}, remove=remove)

    def named(self) -> bool:
        """Whether the row still names this lease."""
        found = seen(self.control.get(self.key))
        return (found.owner, found.epoch) == (self.owner, self.epoch)

    def _write(
        self,
        condition: Condition | None = None,
        *,
        put: Mapping[str, Value],
        add: Mapping[str, int],
        remove: tuple[str, ...] = (),
    ) -> bool:
        mine = Condition("holder = :owner AND epoch = :epoch", {":owner": self.owner, ":epoch": self.epoch})
        try:
            self.control.update(self.key, put=put, add=add, remove=remove, condition=condition or mine)
        except Conflict:
            return False
        return True


def seen(row: Row | None) -> Seen:
    """What a row tells of its lease; a lease nobody ever took reads as free."""
    row = row or {}
    return Seen(row.get("holder", ""), row.get("epoch", 0), row.get("hb", 0))


def acquire(control: Store, key: Key, owner: str, known: Seen) -> Lease | None:
    """Take a lease that still is as it was seen; None where it is not. An owner's name is never used twice."""
    lease = Lease(control, key, owner, known.epoch + 1)
    try:
        control.update(
            key,
            put={"holder": owner, "epoch": known.epoch + 1},
            add={"hb": 1},
            condition=Condition(
                "(epoch = :epoch AND hb = :hb) OR (:epoch = :none AND attribute_not_exists(epoch))",
                {":epoch": known.epoch, ":hb": known.hb, ":none": 0},
            ),
        )
    except Conflict:
        return lease if lease.named() else None  # the answer may have been lost, and the repetition refused
    return lease


class Watch:
    """Sees leases stand still, on this process's own clock."""

    def __init__(self) -> None:
        self._first_seen: dict[Key, tuple[Seen, float]] = {}

    def expired(self, key: Key, known: Seen, now: float) -> bool:
        """Whether a held lease has not moved for EXPIRY_SECONDS, or its process is gone; ``now`` is monotonic."""
        if not known.owner or is_gone(known.owner):
            return True
        first = self._first_seen.get(key)
        if first is None or first[0] != known:
            self._first_seen[key] = (known, now)
            return False
        return now - first[1] >= EXPIRY_SECONDS
