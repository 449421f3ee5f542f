"""The backend's tables, as the played services write and read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from boto3.dynamodb.types import TypeDeserializer
from django.conf import settings

from demo.packing import unpacked
from demo.simulator.world import Item, World, Written
from orders import cloud
from orders.contract.changelog import LoggedChange
from orders.contract.encode import spell_item
from orders.contract.source import Writer
from orders.contract.tables import SOURCE_TABLES
from orders.projections.tables import source_name

Tell = Callable[[int, int], None]


def write(rows: Sequence[Written], tell: Tell = lambda _done, _total: None) -> None:
    """Write rows in their order; ``tell`` hears how many of how many are written."""
    writer = Writer(cloud.dynamodb(), settings.SOURCE_TABLE_PREFIX)
    for row in rows:
        item = None if row.item is None else spell_item(row.encoded or {})
        writer.write(LoggedChange(0, SOURCE_TABLES[row.table], row.key, item))
        tell(writer.written, len(rows))
    writer.flush()
    tell(writer.written, len(rows))
    for change, reason in writer.refused:
        raise ValueError(f"{change.table.name} {change.key}: {reason}")


def fetch(table: str, key: str) -> Item | None:
    """A row in the plain encoding, or None."""
    if not key:
        return None
    answer = cloud.dynamodb().get_item(
        TableName=source_name(table), Key={SOURCE_TABLES[table].key: {"S": key}}, ConsistentRead=True
    )
    if "Item" not in answer:
        return None
    read = TypeDeserializer().deserialize
    return unpacked(table, {name: _plain(read(value)) for name, value in answer["Item"].items()})


def hold(world: World) -> bool:
    """Whether the tables hold what a world has written: they are lost with the pretend cloud."""
    return all(fetch("orders", order_id) for order_id in islice(world.cases, 1))


def _plain(value: Any) -> Any:
    """Whole numbers instead of Decimals, bytes instead of Binary."""
    match value:
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case str() | bool():
            return value
    return bytes(value) if hasattr(value, "value") else int(value)
