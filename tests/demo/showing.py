"""The demo's content in a projection of this process: the forty orders and a played history of a few days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from demo import forty
from demo.artefacts.objects import from_key
from demo.artefacts.shelf import create_bucket, put
from demo.simulator import history
from demo.simulator.pace import Pace
from orders.changes import Change, fence
from orders.contract.decode import Image
from orders.contract.encode import spell_item
from orders.contract.model import Render
from orders.contract.tables import SOURCE_TABLES
from orders.projections.apply import Applier
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable

DAYS = 4.0
A_BATCH = 1_000
READERS = (
    "orders.made.live_store",
    "orders.printers.live_store",
    "orders.read.live_store",
    "orders.streams.status.live_store",
    "support.api.views.live_store",
    "support.incidents.find.live_store",
    "support.incidents.open.live_store",
    "support.printers.days.live_store",
    "support.queues.sources.live_store",
    "support.views.find.live_store",
    "support.views.quarantine.live_store",
)
"""Where the projection is asked for."""


def projection(now: datetime) -> MemoryStore:
    """Everything that the demo has written up to ``now``, applied."""
    store = MemoryStore(MemoryTable())
    changes = list(_changes(now))
    with Applier(store, threads=1) as applier:
        for start in range(0, len(changes), A_BATCH):
            applier.apply(changes[start : start + A_BATCH], alone=True)
        applier.tell_freshness(0, now)
    return store


def put_pictures(render: Render) -> None:
    """The bucket, with the pages of one render in it."""
    create_bucket()
    for key in dict.fromkeys(render.preview_keys):
        if page := from_key(key):
            put(page)


def _changes(now: datetime) -> Iterator[Change]:
    """The records that the streams tell of it."""
    before: dict[tuple[str, str], Image | None] = {}
    for number, (table, key, image) in enumerate(_written(now)):
        old = before.get((table, key))
        before[table, key] = image
        yield Change(SOURCE_TABLES[table], key, fence(1, str(number)), old, image, now)


def _written(now: datetime) -> Iterator[tuple[str, str, Image | None]]:
    """Table, key and image of each write, None where it deletes the row."""
    _, played = history.play(Pace(days=DAYS), now.timestamp())
    by_hand = ((table, item[SOURCE_TABLES[table].key], item) for table, item in forty.rows(now))
    by_play = ((row.table, row.key, row.encoded) for row in played)
    for table, key, item in chain(by_hand, by_play):
        yield table, key, None if item is None else spell_item(item)
