"""The pump: reads the shards whose leases it holds and applies what they tell.

A run lasts seconds and then lets go of everything, so that the next one, in whatever process, goes on at once.
A run that is lost, doubled, or wakes after its leases were taken, changes nothing: what it applies again is
fenced, and its checkpoints are refused.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from orders.projections.apply import ManyBroken
from orders.projections.feeds import Feeds
from orders.projections.work import Outcome
from orders.refusals import name_of
from orders.store import Conflict, Refused, Row, Store
from orders.streams import lineage
from orders.streams.heartbeat import heartbeat
from orders.streams.lease import Lease, Seen, Watch, acquire, seen
from orders.streams.lineage import Lineage, readable
from orders.streams.owner import own_name
from orders.streams.rates import Rates
from orders.streams.shard import Shard, Trimmed, Vanished

SLOTS = "SLOTS"
BALANCE_SECONDS = 2.0
FRESH_SECONDS = 1.0
SHORTEST_SLEEP = 0.01
READERS = 16
"""Shards that are fetched at once."""

log = logging.getLogger(__name__)


class Pump:
    """One slot's work. ``watch`` outlives runs: leases are seen to stand still across them."""

    def __init__(
        self,
        control: Store,
        applier: Feeds,
        streams: Any,
        chart: Lineage,
        watch: Watch,
        rates: Rates | None = None,
    ) -> None:
        self.control = control
        self.applier = applier
        self.streams = streams
        self.chart = chart
        self.watch = watch
        self.rates = rates or Rates()
        self.owner = own_name()
        self.shards: list[Shard] = []
        self._slot = ""
        self._alone = False
        self._balanced_at = 0.0
        self._fresh_at = 0.0
        self._dead_owner = ""

    def run(self, slot: int, seconds: float, known: Seen | None = None) -> bool:
        """Work for ``seconds``; False where another run has the slot.

        ``known`` is what was seen of a slot lease that was free or stood still: if nothing has moved since, that is
        proof enough to take it, and with it every shard of its owner. Without it a free slot is taken.
        """
        lease = self._take_slot(slot, known)
        if lease is None:
            return False
        deadline = time.monotonic() + seconds
        try:
            self.applier.look_around()
            with heartbeat(lease, lambda: self.shards) as lost:
                while time.monotonic() < deadline and not lost.is_set():
                    self._cycle(slot)
        finally:
            self._let_go([*(shard.lease for shard in self.shards), lease])
        return True

    def drain(self) -> None:
        """Apply everything that is in the streams now, and let go; for a test or a first load, beside nobody else."""
        self.catch_up()
        for shard in self.shards:
            shard.tell()
            shard.lease.release()
        self.shards = []

    def catch_up(self) -> None:
        """Apply everything that is in the streams now, and keep the shards."""
        while True:
            self._balance(every=0.0)
            before = [shard.lease.key for shard in self.shards]
            fetched = self._turn(self.shards)
            if not fetched and before == [shard.lease.key for shard in self.shards]:
                break

    # ---- one turn -----------------------------------------------------------------------------------------

    def _cycle(self, slot: int) -> None:
        self._balance(every=BALANCE_SECONDS)
        now = time.monotonic()
        due = [shard for shard in self.shards if shard.pacing.next_at <= now]
        self._turn(due)
        self._tell_freshness(slot)
        self.rates.tell(slot)
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
            outcome = self.applier.apply(changes, alone=self._alone)
            self.rates.count(len(changes), outcome)
            _settle(fetched, outcome)
            self._finish([shard for shard in fetched if shard.ended])
        except (ClientError, BotoCoreError, Conflict, Refused, ManyBroken) as error:
            log.error("batch not applied", extra={"records": len(changes), "error": name_of(error)})
            for shard in fetched:
                shard.forget()
            if isinstance(error, ManyBroken):
                raise
            return 0
        return len(changes)

    def _fetch(self, due: Sequence[Shard]) -> list[Shard]:
        fetched: list[Shard] = []
        with ThreadPoolExecutor(min(len(due), READERS)) as threads:
            for shard, failure in zip(due, threads.map(self._fetch_one, due), strict=True):
                if isinstance(failure, Trimmed):
                    self._lost(shard)
                elif isinstance(failure, Vanished) and not self.chart.exists(shard.arn, shard.shard_id):
                    self._vanished(shard)
                elif failure is not None:
                    log.warning("shard not read", extra={"shard": shard.shard_id, "error": name_of(failure)})
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
        self.chart.ask_for_resync(shard.table.name, last_read or now, now)
        return now

    def _finish(self, ended: Sequence[Shard]) -> None:
        for shard in ended:
            self.chart.children(shard.table.name, shard.stream_epoch, shard.arn, shard.shard_id)
            shard.lease.finish(lineage.DONE)
            shard.taken = True
            self._balanced_at = 0.0

    # ---- leases -------------------------------------------------------------------------------------------

    def _let_go(self, leases: Sequence[Lease]) -> None:
        """Let others take at once what this run held; what cannot be said now, they see stand still."""
        for lease in leases:
            try:
                lease.release()
            except (ClientError, BotoCoreError) as error:
                log.warning("lease not released", extra={"lease": lease.key[1], "error": name_of(error)})

    def _take_slot(self, slot: int, known: Seen | None) -> Lease | None:
        self._slot = str(slot)
        key = (SLOTS, self._slot)
        found = seen(self.control.get(key))
        if found != known and (known is not None or found.owner):
            return None
        self._dead_owner = found.owner
        return acquire(self.control, key, self.owner, found)

    def _balance(self, every: float) -> None:
        """Hold a fair share of the shards that may be read now."""
        now = time.monotonic()
        if now - self._balanced_at < every:
            return
        self._balanced_at = now
        known = self.control.query_all(lineage.SHARDS, consistent=True)
        rows = readable(known)
        share = self._share(len(rows), now)
        held = {shard.lease.key for shard in self.shards}
        for row in rows:
            key = (row["pk"], row["sk"])
            if len(self.shards) < share and key not in held and self._may_take(row, now):
                self._take(row, known)
        if len(self.shards) > len(held):
            # A rebuild waits for the leases that were held when its candidate was to be fed: one that is taken later,
            # by a run however old, must know of the candidate.
            self.applier.look_around()
        for shard in self.shards[share:]:
            shard.lease.release()
        self.shards = self.shards[:share]
        self._alone = held == {(row["pk"], row["sk"]) for row in rows}

    def _share(self, shards: int, now: float) -> int:
        """How many of the shards are this slot's. A slot that stands still counts for nothing: nobody may read its
        part, now that there are fewer.
        """
        rows = self.control.query_all(SLOTS, consistent=True)
        live = [row["sk"] for row in rows if row.get("holder") and not self._stands_still(row, now)]
        each, more = divmod(shards, max(1, len(live)))
        return each + (live.index(self._slot) < more if self._slot in live else more > 0)

    def _stands_still(self, row: Row, now: float) -> bool:
        return self.watch.expired((row["pk"], row["sk"]), seen(row), now)

    def _may_take(self, row: Row, now: float) -> bool:
        """Whether a shard is free: nobody's, a dead owner's, or ours by a lease whose answer was lost."""
        return seen(row).owner in (self._dead_owner, self.owner) or self._stands_still(row, now)

    def _take(self, row: Row, known: list[Row]) -> None:
        lease = acquire(self.control, (row["pk"], row["sk"]), self.owner, seen(row))
        if lease is None:
            return
        shard = Shard.of(row, lease)
        if self.chart.may_have_lost(row, known, datetime.now(UTC)):
            self._ask_for_resync(shard)
        self.shards.append(shard)

    def _tell_freshness(self, slot: int) -> None:
        """How old what the pages read is: every change up to this moment is applied."""
        now = time.monotonic()
        if now - self._fresh_at < FRESH_SECONDS:
            return
        self._fresh_at = now
        if not self.shards:
            self.applier.tell_freshness(slot, None)  # nothing to read must not make pages look old
            return
        read = [shard.applied_to for shard in self.shards if shard.applied_to is not None]
        if len(read) == len(self.shards):
            self.applier.tell_freshness(slot, min(read))


def _settle(fetched: Sequence[Shard], outcome: Outcome) -> None:
    """Checkpoint each shard; the first that has records tells what the batch took."""
    work = {"transactions": outcome.transactions, "conflicts": outcome.conflicts}
    for shard in fetched:
        told = bool(shard.pending)
        shard.settle(outcome.tally, work)
        work = {} if told else work


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
