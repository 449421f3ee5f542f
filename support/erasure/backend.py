"""What the backend still holds of a customer, and what of its erasure has not reached us: exactly what, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from orders.contract.decode import Image
from orders.contract.tables import SOURCE_TABLES
from orders.projections import keys
from orders.projections.aggregate import load
from orders.projections.tables import source_name
from orders.store import MAX_BATCH_GET, Store
from support.erasure.whose import Whose
from support.personal import Rule, rule_of
from support.raw import image_contents

NOT_THEIRS: Final = frozenset({"shipments.scans.location"})
"""Where a carrier's depot is: masked as it tells an order's customer's town, and nobody's once they are gone."""

SourceRow = tuple[str, str]
Personal = dict[SourceRow, tuple[str, ...]]


def left(client: Any, stores: Iterable[Store], whose: Whose) -> list[str]:
    """In a sentence each, without any of the values; nothing once all is gone."""
    ours: dict[str, Personal] = {}
    rows: set[SourceRow] = {("users", whose.user_id), *(("orders", key) for key in whose.orders)}
    rows |= {("prints", key) for key in whose.prints}
    for store in stores:
        known = dict(_facets(store, whose))
        rows |= known.keys()
        ours[store.table] = {row: found for row, image in known.items() if (found := personal_fields(row[0], image))}
    theirs = {row: found for row, image in _source(client, sorted(rows)) if (found := personal_fields(row[0], image))}
    told = [f"the backend’s {table}/{key} still has {', '.join(named)}" for (table, key), named in theirs.items()]
    for table, held in ours.items():
        told += [
            f"{table} has not heard that {source}/{key} was erased: {', '.join(named)}"
            for (source, key), named in held.items()
            if (source, key) not in theirs
        ]
    return told


def personal_fields(table: str, image: Image | None) -> tuple[str, ...]:
    """The fields of a row that tell who somebody is, by the table of personal data: not free words, which nobody can
    look into, and which we keep no copy of but the row's own.
    """
    found = _personal(table, "", image_contents(table, image)) if image else ()
    return tuple(dict.fromkeys(found))


def _personal(table: str, path: str, content: Any) -> Iterator[str]:
    if is_dataclass(content) and not isinstance(content, type):
        content = {field.name: getattr(content, field.name) for field in fields(content)}
    if isinstance(content, Mapping):
        for name, item in content.items():
            yield from _personal(table, f"{path}.{name}" if path else str(name), item)
    elif isinstance(content, list | tuple):
        for item in content:
            yield from _personal(table, path, item)
    elif isinstance(content, str | bytes) and content and _tells_who(table, path):
        yield path


def _tells_who(table: str, path: str) -> bool:
    return rule_of(table, path) not in (Rule.SHOWN, Rule.TEXT) and f"{table}.{path}" not in NOT_THEIRS


def _facets(store: Store, whose: Whose) -> Iterator[tuple[SourceRow, Image | None]]:
    """Every row of theirs that a projection knows, with its image as last seen; None where it is gone or set aside."""
    for pk in whose.partitions:
        state = load(store, pk)
        for sk in state.quarantined:
            table, _, key = sk.removeprefix(keys.FACET).partition("#")
            yield (table, key), None
        for facet in state.facets.values():
            yield (facet.table.name, facet.key), facet.image


def _source(client: Any, rows: list[SourceRow]) -> Iterator[tuple[SourceRow, Image]]:
    for table in SOURCE_TABLES.values():
        wanted = [{table.key: {"S": key}} for name, key in rows if name == table.name and keys.usable(key)]
        for start in range(0, len(wanted), MAX_BATCH_GET):
            asked = {source_name(table.name): {"Keys": wanted[start : start + MAX_BATCH_GET], "ConsistentRead": True}}
            while asked:
                answer = client.batch_get_item(RequestItems=asked)
                for item in answer["Responses"].get(source_name(table.name), ()):
                    yield (table.name, item[table.key]["S"]), item
                asked = answer.get("UnprocessedKeys", {})
