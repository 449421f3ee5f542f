"""The Celery tasks of the streams. Each may be lost, doubled or late: the tables decide what is done."""

from __future__ import annotations

import socket
import time
from functools import cache as memoize
from os import getpid

from celery import shared_task
from django.conf import settings
from django.core.cache import cache

from orders.streams import resync as resyncs
from orders.streams.engine import Engine
from orders.streams.lease import EXPIRY_SECONDS, Seen
from orders.streams.pump import keep

LONGEST_RESYNC = 24 * 3600
OBSERVED_SECONDS = 10 * EXPIRY_SECONDS


@shared_task
def pump(slot: int, owner: str = "", epoch: int = 0, hb: int = 0) -> None:
    """Work through a slot's shards for a few seconds, then ask for the next run."""
    known = Seen(owner, epoch, hb) if owner else None
    if _engine(getpid()).pump().run(slot, settings.PUMP_SECONDS, known):
        _publish(slot, None)


@shared_task
def keeper() -> None:
    """Ask for the pumps that stand still, and for the resyncs that are needed."""
    keep(_engine(getpid()).control, settings.PUMP_SLOTS, _stood_still, _publish)
    if resyncs.needed(_engine(getpid()).control):
        # Not among the pumps: a resync waits for them, and must never fill the processes they need.
        resync.apply_async(queue="default", expires=EXPIRY_SECONDS)


@shared_task
def shardsync() -> None:
    """Look for new streams and shards."""
    _engine(getpid()).chart.sync()


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


@memoize
def _engine(_process: int) -> Engine:
    """One engine a process, made after the fork: its clients, threads and cache are its own."""
    return Engine.live()


def _publish(slot: int, known: Seen | None) -> None:
    """Ask for a run. What nobody took in time expires, so that asking again and again never piles up."""
    seen_lease = (known.owner, known.epoch, known.hb) if known else ()
    pump.apply_async((slot, *seen_lease), expires=EXPIRY_SECONDS)


def _stood_still(slot: int, known: Seen) -> bool:
    """Whether a slot's lease has not moved for EXPIRY_SECONDS on this machine's clock.

    The keeper runs in whichever process is free, so what it saw is kept in the cache, under this machine's
    name: a monotonic clock means nothing to another machine.
    """
    key, now = f"slot-seen:{socket.gethostname()}:{slot}", time.monotonic()
    seen_before, since = cache.get(key, (None, now))
    if seen_before == (known.owner, known.epoch, known.hb):
        return bool(now - since >= EXPIRY_SECONDS)
    cache.set(key, ((known.owner, known.epoch, known.hb), now), OBSERVED_SECONDS)
    return False
