"""Empty tables for one case of a benchmark."""

from __future__ import annotations

from typing import Any

from bench.sides import BARE_TABLE
from embedded import cloud as emulator
from orders import cloud
from orders.projections.tables import create_tables
from orders.streams.engine import Engine


def prepare(url: str) -> None:
    """Forget everything; every table is there, and every stream is known."""
    emulator.reset(url)
    create_tables()
    create(BARE_TABLE, "pk")
    engine = Engine.live()
    with engine.applier:
        engine.chart.sync()


def create(name: str, *key: str) -> None:
    """A table that costs what it is asked."""
    kinds: list[dict[str, Any]] = [
        {"AttributeName": each, "KeyType": kind} for each, kind in zip(key, ("HASH", "RANGE"), strict=False)
    ]
    cloud.dynamodb().create_table(
        TableName=name,
        KeySchema=kinds,
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in key],
        BillingMode="PAY_PER_REQUEST",
    )
