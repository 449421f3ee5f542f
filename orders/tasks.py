"""The Celery tasks of the streams. Each may be lost, doubled or late: the tables decide what is done."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from functools import cache as memoize
from os import getpid

from celery import shared_task
from django.conf import settings
from django.core.cache import cache

from orders.backlog import has_room_for_runs
from orders.sla.lake.files import Overtaken
from orders.sla.lake.months import compact
from orders.sla.lake.patch import patch
from orders.sla.lake.sweep import sweep
from orders.streams import resync as resyncs
from orders.streams.engine import Engine, fed_stores
from orders.streams.keeper import dismiss, keep
from orders.streams.lead import Lead
from orders.streams.lease import EXPIRY_SECONDS, Seen, seen
from orders.streams.owner import is_gone
from orders.streams.pump import SLOTS
from orders.streams.retire import retire
from orders.streams.status import PUMP

PUMPS, RESYNCS = "streams", "default"
LONGEST_RESYNC = 24 * 3600
OBSERVED_SECONDS = 10 * EXPIRY_SECONDS


@shared_task
def pump(slot: int, owner: str = "", epoch: int = 0, hb: int = 0) -> None:
    """Work through a slot's shards for a few seconds, then ask for the next run.

    It is told of the slot's lease as it was when it was asked for: where another has run since, it is a double and
    asks for none.
    """
    if not _we_read():
        return
    engine = _engine(getpid())
    if engine.pump().run(slot, settings.PUMP_SECONDS, Seen(owner, epoch, hb)):
        free = seen(engine.control.get((SLOTS, str(slot))))
        if not free.owner:
            _publish(slot, free)


@shared_task
def keeper() -> None:
    """Ask for the pumps that stand still, and for the resyncs that are needed. Where AWS Lambda reads the streams,
    neither: a resync waits for the pump, which alone can say that a stream is read to its end.
    """
    if not _we_read():
        return
    engine = _engine(getpid())
    keep(engine.control, settings.PUMP_SLOTS, _stood_still, _ask)
    if resyncs.needed(engine.control) and has_room_for_runs(RESYNCS):
        # Not among the pumps: a resync waits for them, and must never fill the processes they need.
        resync.apply_async(queue=RESYNCS)
    dismiss(engine.control, settings.PUMP_SLOTS, _stood_still, lambda slot: _forget(engine, slot))


@shared_task
def shardsync() -> None:
    """Look for new streams and shards, and remove a former projection whose time is over."""
    engine = _engine(getpid())
    try:
        engine.chart.sync()
    finally:
        retire(engine.control)


@shared_task(soft_time_limit=LONGEST_RESYNC, time_limit=LONGEST_RESYNC + 60)
def resync() -> None:
    """Compare the source tables that need it with the projection, one by one, and mend what differs.

    Where another process is at it, this one leaves: resyncs wait for the pumps, and several at once could fill
    every process that a pump needs.
    """
    engine = _engine(getpid())
    for table in resyncs.needed(engine.control):
        if not resyncs.Resync(engine, table).run():
            return


@shared_task
def patch_lake() -> None:
    """Bring changed facts to where reports read them, unless another process is at it."""
    lead = _lake_lead(getpid())
    if not lead.take():
        return
    try:
        for store in fed_stores():
            patch(store)
    finally:
        lead.release()


@shared_task
def tidy_lake() -> None:
    """Put old months together, and remove files that nobody reads any more."""
    stores = fed_stores()
    for store in stores:
        try:
            compact(store.table, datetime.now(UTC).date())
        except Overtaken:
            continue  # facts came in meanwhile: the next time does it
    sweep([store.table for store in stores])


def _we_read() -> bool:
    return bool(settings.STREAM_READER == PUMP)


@memoize
def _engine(_process: int) -> Engine:
    """One engine a process, made after the fork: its clients, threads and cache are its own."""
    return Engine.live()


@memoize
def _lake_lead(process: int) -> Lead:
    """Kept by the process, so that it sees whether another that has the work still lives."""
    return Lead(_engine(process).control, "lake")


def _forget(engine: Engine, slot: int) -> None:
    """A slot tells no more of how fresh pages are, in whichever projections there are by now: this process may not have
    pumped for days.
    """
    engine.applier.look_around()
    engine.applier.tell_freshness(slot, None)


def _publish(slot: int, known: Seen) -> None:
    """Ask for a run."""
    pump.apply_async((slot, known.owner, known.epoch, known.hb))


def _ask(slot: int, known: Seen) -> None:
    """Ask for a run, unless too much waits already: asking again and again must never pile up."""
    if has_room_for_runs(PUMPS):
        _publish(slot, known)


def _stood_still(slot: int, known: Seen) -> bool:
    """Whether a slot's lease has not moved for EXPIRY_SECONDS on this machine's clock, or is a dead process's.

    The keeper runs in whichever process is free, so what it saw is kept in the cache, under this machine's
    name: a monotonic clock means nothing to another machine.
    """
    if is_gone(known.owner):
        return True
    key, now = f"slot-seen:{socket.gethostname()}:{slot}", time.monotonic()
    seen_before, since = cache.get(key, (None, now))
    if seen_before == (known.owner, known.epoch, known.hb):
        return bool(now - since >= EXPIRY_SECONDS)
    cache.set(key, ((known.owner, known.epoch, known.hb), now), OBSERVED_SECONDS)
    return False
