"""The pump: reads the shards whose leases it holds and applies what they tell.

A run lasts seconds and then lets go of everything, so that the next one, in whatever process, goes on at once.
A run that is lost, doubled, or wakes after its leases were taken, changes nothing: what it applies again is
fenced, and its checkpoints are refused.
"""

from __future__ import annotations

import logging
import math
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from orders.projections import keys
from orders.projections.apply import Applier, ManyBroken
from orders.store import Conflict, Refused, Row, Store
from orders.streams import lineage
from orders.streams.lease import HEARTBEAT_SECONDS, Lease, Seen, Watch, acquire, seen
from orders.streams.lineage import Lineage, readable
from orders.streams.shard import Shard, Trimmed, Vanished

SLOTS = "SLOTS"
BALANCE_SECONDS = 2.0
FRESH_SECONDS = 1.0
SHORTEST_SLEEP = 0.01

log = logging.getLogger(__name__)


class Pump:
    """One slot's work. ``watch`` outlives runs: leases are seen to stand still across them."""

    def __init__(self, control: Store, applier: Applier, streams: Any, chart: Lineage, watch: Watch) -> None:
        self.control = control
        self.applier = applier
        self.streams = streams
        self.chart = chart
        self.watch = watch
        self.owner = uuid.uuid4().hex
        self.shards: list[Shard] = []
        self._balanced_at = 0.0
        self._fresh_at = 0.0
        self._dead_owner = ""

    def run(self, slot: int, seconds: float, known: Seen | None = None) -> bool:
        """Work for ``seconds``; False where another run has the slot.

        ``known`` is what the keeper saw of a slot lease that stood still: proof enough to take it, and with it
        every shard of its owner.
        """
        lease = self._take_slot(slot, known)
        if lease is None:
            return False
        deadline = time.monotonic() + seconds
        self.applier.look_around()
        try:
            with self._heartbeat(lease) as lost:
                while time.monotonic() < deadline and not lost.is_set():
                    self._cycle(slot)
        finally:
            for shard in self.shards:
                shard.lease.release()
            lease.release()
        return True

    def drain(self) -> None:
        """Apply everything that is in the streams now; for a test or a first load, beside nobody else."""
        while True:
            self._balance(every=0.0)
            before = [shard.lease.key for shard in self.shards]
            fetched = self._turn(self.shards)
            if not fetched and before == [shard.lease.key for shard in self.shards]:
                break
        for shard in self.shards:
            shard.tell()
            shard.lease.release()
        self.shards = []

    # ---- one turn -----------------------------------------------------------------------------------------

    def _cycle(self, slot: int) -> None:
        self._balance(every=BALANCE_SECONDS)
        now = time.monotonic()
        due = [shard for shard in self.shards if shard.pacing.next_at <= now]
        self._turn(due)
        self._tell_freshness(slot)
        nearest = min((shard.pacing.next_at for shard in self.shards), default=now + 1)
        time.sleep(max(SHORTEST_SLEEP, min(1.0, nearest - time.monotonic())))

    def _turn(self, due: Sequence[Shard]) -> int:
        """Fetch, apply, checkpoint; the number of records. What could not be applied is read again later."""
        if not due:
            return 0
        done = sum(self._apply(batch) for batch in one_a_table(self._fetch(due)))
        self.shards = [shard for shard in self.shards if not shard.taken]
        return done

    def _apply(self, fetched: Sequence[Shard]) -> int:
        changes = [change for shard in fetched for change in shard.pending]
        try:
            outcome = self.applier.apply(changes)
        except (ClientError, BotoCoreError, Conflict, Refused, ManyBroken) as error:
            log.error("batch not applied", extra={"records": len(changes), "error": type(error).__name__})
            for shard in fetched:
                shard.forget()
            if isinstance(error, ManyBroken):
                raise
            return 0
        for shard in fetched:
            shard.settle(outcome.tally)
        self._finish([shard for shard in fetched if shard.ended])
        return len(changes)

    def _fetch(self, due: Sequence[Shard]) -> list[Shard]:
        fetched: list[Shard] = []
        with ThreadPoolExecutor(len(due)) as threads:
            for shard, failure in zip(due, threads.map(self._fetch_one, due), strict=True):
                if isinstance(failure, Trimmed):
                    self._lost(shard)
                elif isinstance(failure, Vanished) and not self.chart.exists(shard.arn, shard.shard_id):
                    self._vanished(shard)
                elif failure is not None:
                    log.warning("shard not read", extra={"shard": shard.shard_id, "error": type(failure).__name__})
                    shard.forget()
                else:
                    fetched.append(shard)
        return fetched

    def _fetch_one(self, shard: Shard) -> Exception | None:
        try:
            shard.fetch(self.streams)
        except (Trimmed, Vanished, ClientError, BotoCoreError) as error:
            return error
        return None

    def _lost(self, shard: Shard) -> None:
        """Records are gone for good. The tail is started anew, and the table is to be resynced: never a quiet jump."""
        now = self._ask_for_resync(shard)
        shard.taken = not shard.lease.change(put={"lost": now}, remove=("cp", "sequence"))
        shard.restart()
        self.shards = [each for each in self.shards if not each.taken]

    def _vanished(self, shard: Shard) -> None:
        """A shard that was never read to its end is no more, after a day or with its stream. What it held is lost;
        its children, and a stream that took the place of its own, must not wait for it for ever.
        """
        self._ask_for_resync(shard)
        shard.lease.finish(lineage.DONE)
        self.shards = [each for each in self.shards if each is not shard]
        self._balanced_at = 0.0

    def _ask_for_resync(self, shard: Shard) -> str:
        log.error("stream lost before it was read", extra={"table": shard.table.name, "shard": shard.shard_id})
        now = datetime.now(UTC).isoformat()
        last_read = (self.control.get(shard.lease.key) or {}).get("fetched", "")
        self.control.update(
            (lineage.TABLES, shard.table.name),
            put={"resync": lineage.NEEDED, "lost": now, "gap_from": last_read or now},
        )
        return now

    def _finish(self, ended: Sequence[Shard]) -> None:
        for shard in ended:
            self.chart.children(shard.table.name, shard.stream_epoch, shard.arn, shard.shard_id)
            shard.lease.finish(lineage.DONE)
            shard.taken = True
            self._balanced_at = 0.0

    # ---- leases -------------------------------------------------------------------------------------------

    def _take_slot(self, slot: int, known: Seen | None) -> Lease | None:
        key = (SLOTS, str(slot))
        found = seen(self.control.get(key))
        if found.owner and found != known:
            return None
        self._dead_owner = found.owner
        return acquire(self.control, key, self.owner, found)

    def _balance(self, every: float) -> None:
        """Hold a fair share of the shards that may be read now."""
        now = time.monotonic()
        if now - self._balanced_at < every:
            return
        self._balanced_at = now
        rows = readable(self.control.query_all(lineage.SHARDS, consistent=True))
        share = math.ceil(len(rows) / max(1, self._live_slots()))
        held = {shard.lease.key for shard in self.shards}
        for row in rows:
            key = (row["pk"], row["sk"])
            if len(self.shards) < share and key not in held and self._may_take(row, now):
                self._take(row)
        for shard in self.shards[share:]:
            shard.lease.release()
        self.shards = self.shards[:share]

    def _live_slots(self) -> int:
        return sum(1 for row in self.control.query_all(SLOTS) if row.get("holder"))

    def _may_take(self, row: Row, now: float) -> bool:
        known = seen(row)
        return known.owner == self._dead_owner or self.watch.expired((row["pk"], row["sk"]), known, now)

    def _take(self, row: Row) -> None:
        lease = acquire(self.control, (row["pk"], row["sk"]), self.owner, seen(row))
        if lease is not None:
            self.shards.append(Shard.of(row, lease))

    @contextmanager
    def _heartbeat(self, lease: Lease) -> Iterator[Event]:
        """Renew the leases while a batch takes its time; sets the event it gives when the slot is lost."""
        done, lost = Event(), Event()

        def beat() -> None:
            while not done.wait(HEARTBEAT_SECONDS):
                try:
                    if not lease.renew():
                        lost.set()
                    for shard in list(self.shards):
                        shard.tell_if_due()
                except (ClientError, BotoCoreError) as error:
                    log.warning("heartbeat not sent", extra={"error": type(error).__name__})

        thread = Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield lost
        finally:
            done.set()
            thread.join()

    def _tell_freshness(self, slot: int) -> None:
        """How old what the pages read is: every change up to this moment is applied."""
        now = time.monotonic()
        if now - self._fresh_at < FRESH_SECONDS:
            return
        self._fresh_at = now
        if not self.shards:
            # A slot with nothing to read must not make pages look old.
            self.applier.store.update(keys.FRESHNESS, remove=(f"slot{slot}",))
            return
        read = [shard.fetched_at for shard in self.shards if shard.fetched_at is not None]
        if len(read) == len(self.shards):
            self.applier.store.update(keys.FRESHNESS, put={f"slot{slot}": min(read).isoformat()})


def one_a_table(shards: Sequence[Shard]) -> list[list[Shard]]:
    """The shards in batches with at most one of a table in each: what became of records is counted by table."""
    batches: list[list[Shard]] = []
    for shard in shards:
        fitting = (batch for batch in batches if all(other.table is not shard.table for other in batch))
        batch = next(fitting, None)
        if batch is None:
            batches.append([shard])
        else:
            batch.append(shard)
    return batches


Publish = Callable[[int, Seen | None], None]
"""Asks for a run of a slot's pump; with what was seen of a lease that stood still."""


def keep(control: Store, slots: int, stood_still: Callable[[int, Seen], bool], publish: Publish) -> None:
    """Ask for a run of every slot that is free, or whose lease stands still. Asking twice is harmless."""
    for slot in range(slots):
        known = seen(control.get((SLOTS, str(slot))))
        if not known.owner:
            publish(slot, None)
        elif stood_still(slot, known):
            publish(slot, known)
