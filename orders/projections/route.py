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


Loose = list[tuple[Change, str]]
"""Changes that belong nowhere, each with the reason; "" where the row is gone, so that nothing is left to keep."""


def group(changes: Iterable[Change]) -> tuple[dict[str, list[Change]], Loose]:
    """The changes by the aggregates they belong to, and those that belong nowhere."""
    grouped: defaultdict[str, list[Change]] = defaultdict(list)
    loose: Loose = []
    for change in changes:
        try:
            homes = route(change)
        except MalformedRow as error:
            loose.append((change, "" if change.new is None and was_homeless(change) else str(error)))
            continue
        for pk, part in homes.items():
            grouped[pk].append(part)
        if all(part.leaves for part in homes.values()):
            loose.append((change, _no_order(change)))
    return grouped, loose


def route(change: Change) -> dict[str, Change]:
    """The aggregates a change belongs to: one, or two where a row moved from one order to another. A row that
    names no order any more leaves its former one, and belongs nowhere.

    Raises MalformedRow where no image says which order it is.
    """
    table = change.table.name
    if not keys.usable(change.key):
        raise MalformedRow(f"{table}: a key of {len(change.key)} characters, or with unprintable ones, is not kept")
    prefix = TABLE_PREFIX[table]
    if table in ROOT_TABLES:
        return {f"{prefix}{change.key}": change}
    return _by_order(change)


def was_homeless(change: Change) -> bool:
    """Whether the row belonged nowhere before, and was listed as such."""
    if change.old is None:
        return False
    if change.table.name in ROOT_TABLES:
        return not keys.usable(change.key)
    return not (keys.usable(change.key) and _order_of(change.old, change.previous))


def _by_order(change: Change) -> dict[str, Change]:
    new, old = _order_of(change.new, change.record), _order_of(change.old, change.previous)
    if not (new or old):
        if change.new is None:
            raise MalformedRow(f"{change.table.name}: deleted, and no image says of which order")
        change.record()  # says why it is unreadable, if it is
        raise MalformedRow(_no_order(change))
    homes = {f"O#{new or old}": change}
    if old and new != old and (new or _says_no_order(change)):
        homes[f"O#{old}"] = replace(change, new=None, leaves=True, _decoded={})
    return homes


def _says_no_order(change: Change) -> bool:
    """Whether the row can be read, and names no order; one that cannot is set aside with its former order."""
    try:
        return change.record() is not None
    except MalformedRow:
        return False


def _no_order(change: Change) -> str:
    return f"{change.table.name}: no order_id"


def _order_of(image: Image | None, read: Callable[[], Record | None]) -> str:
    """The order that an image names, malformed in some other way perhaps; "" where it names none."""
    try:
        order_id = getattr(read(), "order_id", "")
    except MalformedRow:
        order_id = (image or {}).get("order_id", {}).get("S", "")
    return order_id if isinstance(order_id, str) and keys.usable(order_id) else ""
