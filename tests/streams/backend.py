"""Plays the backend: rows of the source tables, as its services would write them, and records as a stream would."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from google.protobuf import json_format

from orders import cloud
from orders.changes import Change, fence
from orders.contract.encode import spell_item
from orders.contract.tables import SOURCE_TABLES

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def at(minutes: float) -> str:
    """A time in the backend's own spelling."""
    return (START + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def order(order_id: str = "o1", **more: Any) -> dict[str, Any]:
    """An order of one line, confirmed and paid."""
    return {
        "order_id": order_id,
        "order_number": f"PX-{order_id}",
        "user_id": "u1",
        "state": "confirmed",
        "currency": "EUR",
        "total": 4990,
        "lines": [{"line_id": "1", "print_id": "p1", "product": "photobook", "quantity": 1, "unit_price": 4990}],
        "ship_to": {"name": "Ines Berger", "postcode": "53111", "country": "DE", "region": "NW"},
        "shipping_method": "standard",
        "placed_at": at(0),
        "paid_at": at(1),
        "deliver_by": at(8000),
        "first_deliver_by": at(8000),
        "updated_at": at(1),
    } | more


def render(render_id: str = "r1", order_id: str = "o1", **more: Any) -> dict[str, Any]:
    """A render that is ready."""
    return {
        "render_id": render_id,
        "order_id": order_id,
        "line_id": "1",
        "print_id": "p1",
        "attempt": 1,
        "state": "ready",
        "queued_at": at(2),
        "finished_at": at(4),
        "updated_at": at(4),
    } | more


def job(print_job_id: str = "j1", order_id: str = "o1", **more: Any) -> dict[str, Any]:
    """A print job that its printer has accepted."""
    return {
        "print_job_id": print_job_id,
        "order_id": order_id,
        "line_id": "1",
        "printer_id": "koeln",
        "printer_reference": f"KD-{print_job_id}",
        "state": "accepted",
        "submitted_at": at(5),
        "accepted_at": at(6),
        "updated_at": at(6),
    } | more


def parcel(shipment_id: str = "s1", order_id: str = "o1", **more: Any) -> dict[str, Any]:
    """A parcel on its way."""
    return {
        "shipment_id": shipment_id,
        "order_id": order_id,
        "print_job_ids": ["j1"],
        "carrier": "dhl",
        "tracking_number": f"TN{shipment_id}",
        "state": "in_transit",
        "handed_over_at": at(100),
        "updated_at": at(100),
    } | more


def design(print_id: str = "p1", **more: Any) -> dict[str, Any]:
    """A print whose photos are all there."""
    return {
        "print_id": print_id,
        "user_id": "u1",
        "title": "Summer",
        "photo_count": 10,
        "photos_uploaded": 10,
        "state": "locked",
        "updated_at": at(0),
    } | more


def user(user_id: str = "u1", **more: Any) -> dict[str, Any]:
    """A customer."""
    return {"user_id": user_id, "name": "Ines Berger", "email": "ines@example.com", "country": "DE"} | more


def packed(table: str, item: dict[str, Any]) -> dict[str, Any]:
    """The same row in the packed encoding: its key, and the message."""
    source = SOURCE_TABLES[table]
    states = {"state": f"{_prefix(source.message.DESCRIPTOR)}{item['state'].upper()}"} if "state" in item else {}
    message = json_format.ParseDict(item | states, source.message())
    return {source.key: item[source.key], "pb": message.SerializeToString()}


def _prefix(descriptor: Any) -> str:
    values = descriptor.fields_by_name["state"].enum_type.values
    return str(values[0].name.removesuffix("UNKNOWN"))


def put(table: str, item: dict[str, Any]) -> None:
    """Write a row."""
    cloud.dynamodb().put_item(TableName=table, Item=spell_item(item))


def delete(table: str, key: str) -> None:
    """Delete a row."""
    cloud.dynamodb().delete_item(TableName=table, Key={SOURCE_TABLES[table].key: {"S": key}})


def record(table: str, item: dict[str, Any] | None, sequence: int, *, key: str = "", old: Any = None) -> Change:
    """A stream's record, without a stream; ``item`` None deletes the row ``key``."""
    source = SOURCE_TABLES[table]
    return Change(
        table=source,
        key=key or (item or old or {})[source.key],
        fence=fence(1, str(sequence)),
        old=spell_item(old) if old else None,
        new=spell_item(item) if item else None,
        at=START,
        sequence=str(sequence),
    )


def fill() -> None:
    """One order with a row in every table, some of them packed."""
    put("users", user())
    put("prints", design())
    put("orders", order())
    put("renders", render())
    put("print_jobs", packed("print_jobs", job()))
    put("shipments", parcel())
    put("printers", {"printer_id": "koeln", "name": "Köln Druck", "country": "DE", "state": "active"})


def noise(length: int) -> str:
    """Text that no compression shortens."""
    rng = random.Random(length)
    return "".join(chr(0x4E00 + rng.randrange(20_000)) for _ in range(length))
