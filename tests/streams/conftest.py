"""Stores and appliers for tests of the engine, on the worker's own emulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from orders import cloud as clouds
from orders.projections.apply import Applier
from orders.store import Store, live_store
from orders.streams.engine import Engine

NUMBERS = count()


@pytest.fixture
def store(cloud: str) -> Store:
    """The live projection, empty."""
    return live_store()


@pytest.fixture
def applier(store: Store) -> Iterator[Applier]:
    """What applies changes to the live projection."""
    with Applier(store) as applying:
        yield applying


@pytest.fixture
def new_applier(cloud: str) -> Iterator[Callable[[], Applier]]:
    """Makes appliers, each with a projection table of its own."""
    made: list[Applier] = []

    def make() -> Applier:
        name = f"projection_{next(NUMBERS)}"
        clouds.dynamodb().create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": a, "AttributeType": "S"} for a in ("pk", "sk")],
            BillingMode="PAY_PER_REQUEST",
        )
        made.append(Applier(Store(name, clouds.dynamodb())))
        return made[-1]

    yield make
    for applying in made:
        clouds.dynamodb().delete_table(TableName=applying.store.table)
        applying.__exit__()


@pytest.fixture
def engine(cloud: str) -> Iterator[Engine]:
    """The live engine, which knows every stream and has read none."""
    made = Engine.live()
    made.chart.sync()
    with made.applier:
        yield made
