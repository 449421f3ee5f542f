"""The digest of a projection: equal for equal content, however the changes came.

It sums the hashes of facets and derived rows, without fences, versions, clocks and what expires, and without
HEADs, journal, histories, links and quarantine. ``against_source`` holds the projection against the source
tables: each facet against the row itself, each derived row against a fresh derive.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from orders.changes import ZERO_FENCE, Change, moment
from orders.contract.decode import MalformedRow
from orders.contract.model import Print, Record
from orders.contract.tables import SOURCE_TABLES
from orders.projections import keys, payload
from orders.projections.facet import Facet, facet_from
from orders.projections.kinds import KINDS, kind_of
from orders.projections.plan import digest as row_digest
from orders.projections.prints import print_key
from orders.projections.route import route
from orders.projections.tables import source_name
from orders.store import Key, Row, Store

NAMES = {
    "X#": "search",
    "N#": "search",
    "M#": "search",
    "Z#": "search",
    "W#": "deadlines",
    "S#": "facts",
    "A#": "commands",
    "V#": "printers' list",
    "B#": "activity",
}
MOST_NAMED = 20
MODULUS = 2**256


@dataclass(slots=True)
class Contents:
    """A projection read whole: facets by where they are, derived rows by key."""

    facets: dict[Key, Facet] = field(default_factory=dict)
    derived: dict[Key, Row] = field(default_factory=dict)
    quarantined: set[str] = field(default_factory=set)

    def counts(self) -> Counter[str]:
        """How many there are of each kind."""
        counted = Counter(f"{facet.table.name} rows" for facet in self.facets.values())
        counted.update(_name(key) for key in self.derived)
        return counted

    def digest(self) -> str:
        """One number for all of it, as hex; the order of reading does not matter."""
        total = 0
        for key, facet in self.facets.items():
            total += _hash(key, payload.pack(facet.image))
        for key, row in self.derived.items():
            total += _hash(key, row_digest(row).encode())
        return f"{total % MODULUS:064x}"


def read_contents(store: Store) -> Contents:
    """Scan a projection."""
    contents, parts = Contents(), _Parts()
    for row in store.scan(consistent=True):
        key = (row["pk"], row["sk"])
        if row["pk"].startswith(keys.QUARANTINE):
            contents.quarantined.add(row["sk"])
        elif is_facet(row):
            parts.add(row)
        elif is_derived(row):
            contents.derived[key] = row
    contents.facets = parts.facets()
    return contents


def against_source(contents: Contents, client: Any) -> list[str]:
    """Where the projection and the source tables disagree, each in a sentence; empty where they agree."""
    found = list(_facet_differences(contents, client))
    found += derived_differences(contents)
    return found


def source_rows(client: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every row of every source table: table, key, image."""
    for table in SOURCE_TABLES.values():
        arguments: dict[str, Any] = {"TableName": source_name(table.name), "ConsistentRead": True}
        while True:
            answer = client.scan(**arguments)
            for item in answer["Items"]:
                yield table.name, item[table.key]["S"], item
            if "LastEvaluatedKey" not in answer:
                break
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


class _Parts:
    """Collects the rows of aggregates, and joins what was spilled."""

    def __init__(self) -> None:
        self._rows: defaultdict[str, dict[str, Row]] = defaultdict(dict)

    def add(self, row: Row) -> None:
        self._rows[row["pk"]][row["sk"]] = row

    def facets(self) -> dict[Key, Facet]:
        found = {}
        for pk, rows in self._rows.items():
            for sk, row in rows.items():
                if payload.PART_MARK in sk:
                    continue
                facet = facet_from(row, rows)
                if facet is not None and facet.image is not None:
                    found[pk, sk] = facet
        return found


def _facet_differences(contents: Contents, client: Any) -> Iterator[str]:
    left = dict(contents.facets)
    for table, key, image in source_rows(client):
        if keys.quarantined(table, key)[1] in contents.quarantined:
            continue
        try:
            change = Change(SOURCE_TABLES[table], key, ZERO_FENCE, None, image, moment(None))
            home = next(iter(route(change)))
        except MalformedRow as error:
            yield f"{table}/{key}: the source row is malformed and not set aside: {error}"
            continue
        facet = left.pop((home, keys.facet_sk(table, key)), None)
        if facet is None:
            yield f"{table}/{key}: missing in the projection"
        elif facet.image != image:
            yield f"{table}/{key}: the projection holds another row"
    for facet in left.values():
        if f"{facet.table.name}#{facet.key}" not in contents.quarantined:
            yield f"{facet.table.name}/{facet.key}: in the projection, and not in the source"


def derived_differences(contents: Contents) -> Iterator[str]:
    """Where derived rows are not what a fresh derive of the facets gives."""
    fresh = {(row["pk"], row["sk"]): row for row in _derive_all(contents)}
    for key in sorted(fresh.keys() | contents.derived.keys()):
        if key not in contents.derived:
            yield f"{key[0]} / {key[1]}: {_name(key)} row missing"
        elif key not in fresh:
            yield f"{key[0]} / {key[1]}: {_name(key)} row that nothing calls for"
        elif fresh[key] != contents.derived[key]:
            yield f"{key[0]} / {key[1]}: {_name(key)} row says something else"


def _derive_all(contents: Contents) -> Iterator[Row]:
    aggregates: defaultdict[str, list[Record]] = defaultdict(list)
    for (pk, _), facet in contents.facets.items():
        if facet.record is not None:
            aggregates[pk].append(facet.record)
    for pk, records in aggregates.items():
        kind = kind_of(pk)
        prints = _prints(contents, kind.needs(records))
        yield from kind.derive(pk.removeprefix(kind.prefix), records, prints)


def _prints(contents: Contents, wanted: Iterable[str]) -> Mapping[str, Print]:
    found = {}
    for print_id in wanted:
        facet = contents.facets.get(print_key(print_id))
        record = facet.record if facet else None
        if isinstance(record, Print):
            found[print_id] = record
    return found


def is_facet(row: Row) -> bool:
    """A facet, or a part of one, in its aggregate."""
    return row["pk"][:2] in KINDS and row["sk"].startswith(keys.FACET) and "ttl" not in row


def is_derived(row: Row) -> bool:
    """Not what only tells how we came here: HEADs, journal, links, tombstones, what was set aside, marks."""
    own = (keys.HEAD, keys.JOURNAL, keys.LINK, keys.HISTORY, keys.FACET)
    apart = row["pk"] == keys.HOMED or (row["pk"], row["sk"]) == keys.FRESHNESS
    apart |= row["pk"].startswith((keys.QUARANTINE, keys.MARK))
    return not (apart or (row["pk"][:2] in KINDS and row["sk"].startswith(own)))


def _name(key: Key) -> str:
    return NAMES.get(key[0][:2], "customers' orders")


def _hash(key: Key, content: bytes) -> int:
    spelled = "\x1e".join(key).encode("utf-8", "surrogatepass") + b"\x1e" + content
    return int.from_bytes(hashlib.sha256(spelled).digest(), "big")
