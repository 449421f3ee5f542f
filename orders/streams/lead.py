"""One process at a time at a long piece of work, by a lease of its name."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from orders.store import Key, Store
from orders.streams.lease import EXPIRY_SECONDS, Lease, Watch, acquire, seen
from orders.streams.owner import own_name

LEADER = "LEADER"
POLL_SECONDS = 0.5


class Taken(Exception):
    """Another process took the work over."""


@dataclass(slots=True)
class Lead:
    """``name`` says which work; ``watch`` sees whether another process that holds it still lives."""

    control: Store
    name: str
    watch: Watch = field(default_factory=Watch)
    _lease: Lease | None = None

    @property
    def key(self) -> Key:
        """The lease's row."""
        return LEADER, self.name

    def take(self) -> bool:
        """Begin the work; False where another is at it, or was until a moment ago."""
        known = seen(self.control.get(self.key))
        if self.watch.expired(self.key, known, time.monotonic()):
            self._lease = acquire(self.control, self.key, own_name(), known)
        return self._lease is not None

    def take_over(self) -> bool:
        """The same, waiting for as long as the lease of one that died holds."""
        until = time.monotonic() + EXPIRY_SECONDS + 2 * POLL_SECONDS
        while not self.take():
            if time.monotonic() > until:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def renew(self) -> None:
        """Say that this process lives. Raises Taken."""
        if self._lease is None or not self._lease.renew():
            raise Taken(self.name)

    def release(self) -> None:
        """Let another begin at once."""
        if self._lease is not None:
            self._lease.release()
            self._lease = None
