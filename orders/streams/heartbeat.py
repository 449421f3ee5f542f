"""Saying that a run lives while a batch takes its time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from botocore.exceptions import BotoCoreError, ClientError

from orders.refusals import name_of
from orders.streams.lease import HEARTBEAT_SECONDS, Lease
from orders.streams.shard import Shard

log = logging.getLogger(__name__)


@contextmanager
def heartbeat(slot: Lease, shards: Callable[[], Sequence[Shard]]) -> Iterator[Event]:
    """Renew the slot's lease and those of its shards; sets the event it gives when the slot is lost."""
    done, lost = Event(), Event()

    def beat() -> None:
        while not done.wait(HEARTBEAT_SECONDS):
            try:
                if not slot.renew():
                    lost.set()
                for shard in list(shards()):
                    shard.tell_if_due()
            except (ClientError, BotoCoreError) as error:
                log.warning("heartbeat not sent", extra={"error": name_of(error)})

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        done.set()
        thread.join()
