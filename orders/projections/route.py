"""Which aggregates a change belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from orders.changes import Change
from orders.contract.decode import Image, MalformedRow
from orders.contract.model import Record
from orders.projections import keys
from orders.projections.kinds import TABLE_PREFIX

ROOT_TABLES = ("orders", "users", "prints", "printers")
"""Tables whose rows are aggregates of their own; the others' rows belong to an order."""


def group(changes: Iterable[Change]) -> tuple[dict[str, list[Change]], list[tuple[Change, str]]]:
    """The changes by the aggregates they belong to, and those that belong nowhere, with the reason."""
    grouped: defaultdict[str, list[Change]] = defaultdict(list)
    loose: list[tuple[Change, str]] = []
    for change in changes:
        try:
            homes = route(change)
        except MalformedRow as error:
            loose.append((change, str(error)))
            continue
        for pk, part in homes.items():
            grouped[pk].append(part)
    return grouped, loose


def route(change: Change) -> dict[str, Change]:
    """The aggregates a change belongs to: one, or two where a row moved from one order to another.

    Raises MalformedRow where no image says which order it is.
    """
    table = change.table.name
    if not keys.usable(change.key):
        raise MalformedRow(f"{table}: a key of {len(change.key)} characters, or with unprintable ones, is not kept")
    prefix = TABLE_PREFIX[table]
    if table in ROOT_TABLES:
        return {f"{prefix}{change.key}": change}
    return _by_order(change)


def _by_order(change: Change) -> dict[str, Change]:
    new, old = _order_of(change.new, change.record), _order_of(change.old, change.previous)
    if change.new is not None and not new and not old:
        change.record()  # says why it is unreadable, if it is
        raise MalformedRow(f"{change.table.name}: no order_id")
    if not (new or old):
        raise MalformedRow(f"{change.table.name}: deleted, and no image says of which order")
    homes = {f"O#{new or old}": change}
    if new and old and new != old:
        homes[f"O#{old}"] = replace(change, new=None, leaves=True, _decoded={})
    return homes


def _order_of(image: Image | None, read: Callable[[], Record | None]) -> str:
    """The order that an image names, malformed in some other way perhaps; "" where it names none."""
    try:
        order_id = getattr(read(), "order_id", "")
    except MalformedRow:
        order_id = (image or {}).get("order_id", {}).get("S", "")
    return order_id if isinstance(order_id, str) and keys.usable(order_id) else ""
