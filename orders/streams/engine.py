"""The stream engine of one process: its clients, its control table, what applies changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from orders import cloud
from orders.projections.apply import Applier
from orders.projections.feeds import Feeds
from orders.projections.standing import read_standing
from orders.store import Store
from orders.streams.lease import Watch
from orders.streams.lineage import Lineage
from orders.streams.pump import Pump
from orders.streams.rates import Rates


@dataclass(slots=True)
class Engine:
    """Make one a process, after the fork."""

    control: Store
    applier: Feeds
    streams: Any
    chart: Lineage
    watch: Watch = field(default_factory=Watch)
    rates: Rates = field(default_factory=Rates)

    @classmethod
    def live(cls) -> Engine:
        """The engine that keeps the live projection up to date, and the one beside it."""
        control = control_store()
        streams = cloud.dynamodb_streams()
        return cls(control, Feeds(control, _applier), streams, Lineage(control, cloud.dynamodb(), streams))

    def pump(self) -> Pump:
        """A pump for one run."""
        return Pump(self.control, self.applier, self.streams, self.chart, self.watch, self.rates)


def _applier(table: str) -> Applier:
    return Applier(Store(table, cloud.dynamodb()))


def control_store() -> Store:
    """The table of streams, shards, leases and positions."""
    return Store(settings.CONTROL_TABLE, cloud.dynamodb())


def fed_stores() -> list[Store]:
    """The projections that are fed now, the live one first."""
    return [Store(table, cloud.dynamodb()) for table in read_standing(control_store()).fed]


def drain() -> None:
    """Find every stream and apply all that is in them, in this process, without Celery."""
    engine = Engine.live()
    with engine.applier:
        engine.chart.sync()
        engine.pump().drain()
