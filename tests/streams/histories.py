"""Random histories of a few orders: what the backend may write, one row at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from tests.streams import backend

STATES = {
    "orders": ("confirmed", "preparing", "in_production", "shipped", "delivered", "cancelled", "on_hold"),
    "renders": ("queued", "rendering", "failed", "ready"),
    "print_jobs": ("submitted", "accepted", "rejected", "dispatched", "cancelled"),
    "shipments": ("label_created", "in_transit", "delivered", "returned"),
    "prints": ("uploading", "upload_stalled", "locked"),
    "users": ("any",),
}
MAKERS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "orders": backend.order,
    "renders": backend.render,
    "print_jobs": backend.job,
    "shipments": backend.parcel,
    "prints": backend.design,
    "users": backend.user,
}
OWNED = ("renders", "print_jobs", "shipments")
"""Tables whose rows belong to an order."""


def random_item(rng: Random, table: str, number: int, orders: int = 3) -> dict[str, Any]:
    """A row of a table as it may be at some time; rows of an order may be any of ``orders``'."""
    state = rng.choice(STATES[table])
    match table:
        case "orders":
            return backend.order(f"o{number}", state=state, total=rng.randrange(10_000), user_id=f"u{number % 2}")
        case "prints":
            return backend.design(f"p{number}", state=state, photos_uploaded=rng.randrange(10))
        case "users":
            return backend.user(f"u{number}", name=rng.choice(("Ana Reyes", "佐藤 花", "Zoë Ng")))
        case _:
            return MAKERS[table](f"{table[0]}{number}", f"o{rng.randrange(orders)}", state=state)


def malformed(table: str, item: dict[str, Any]) -> dict[str, Any]:
    """The row with an attribute that contradicts the contract."""
    wrong: dict[str, Any] = {"renders": {"attempt": "first"}, "orders": {"total": "much"}}.get(table, {})
    return item | (wrong or {"updated_at": "yesterday"})
