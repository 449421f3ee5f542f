"""An aggregate: the partition of one order, customer, print or printer, and its HEAD.

HEAD holds the version that every write is conditional on, the fences of the facets (so that a torn read shows),
the derived rows the aggregate owns with a digest of each (so that a change deletes exactly the old ones), the
prints it was derived with, and what was set aside.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from orders.contract.model import Print
from orders.projections import keys, payload
from orders.projections.facet import Facet, facet_from
from orders.store import Key, Row, Store

READS = 20

DISCARDED = ""
"""The reason of a record that somebody struck off. Its mark stays, so that the record, repeated, is not listed anew."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Parent:
    """A print that an order was derived with: its fence, and its record where it can be read."""

    fence: str
    record: Print | None


@dataclass(slots=True)
class Aggregate:
    """The state of one partition; ``version`` 0 where nothing is stored yet."""

    pk: str
    version: int = 0
    facets: dict[str, Facet] = field(default_factory=dict)
    owned: dict[Key, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    quarantined: dict[str, tuple[str, str]] = field(default_factory=dict)
    incomplete: bool = False
    heard_at: str = ""
    parts: int = 1
    history: list[dict[str, Any]] = field(default_factory=list)
    loaded_parents: dict[str, Parent] | None = None

    def copy(self) -> Aggregate:
        """A working copy; facets are replaced, never changed."""
        return Aggregate(
            pk=self.pk,
            version=self.version,
            facets=dict(self.facets),
            owned=dict(self.owned),
            parents=dict(self.parents),
            quarantined=dict(self.quarantined),
            incomplete=self.incomplete,
            heard_at=self.heard_at,
            parts=self.parts,
            history=self.history,
            loaded_parents=self.loaded_parents,
        )

    def doubting(self, rows: Iterable[Key]) -> Aggregate:
        """The same, not believing that these derived rows are stored as they should be."""
        doubted = self.copy()
        doubted.owned |= dict.fromkeys(rows, "")
        return doubted

    def head_rows(self) -> list[Row]:
        """HEAD as it would be stored."""
        book = {
            "facets": {sk: [facet.fence, facet.parts, facet.image is None] for sk, facet in self.facets.items()},
            "owned": _nested(self.owned),
            "parents": self.parents,
            "quarantined": self.quarantined,
        }
        row: Row = {"pk": self.pk, "sk": keys.HEAD, "ver": self.version, "heard": self.heard_at}
        if self.incomplete:
            row["incomplete"] = True
        rows = payload.split(row | {"payload": payload.pack(book)})
        self.parts = len(rows)
        return rows


class TornRead(Exception):
    """HEAD and facets were read across somebody's write: read again."""


def load(store: Store, pk: str) -> Aggregate:
    """The aggregate as stored, read consistently.

    Rows that do not fit together in many reads are damaged, not torn: they are taken for unknown, until a record
    or a resync brings them anew. Should it be somebody's writes after all, HEAD has another version by now.
    """
    for _ in range(READS):
        rows = store.query_all(pk, through=keys.STATE_END, consistent=True)
        with suppress(TornRead):
            return from_rows(pk, rows)
    log.error("rows of an aggregate are missing", extra={"kind": pk[:1]})
    return from_rows(pk, rows, damaged=True)


def from_rows(pk: str, rows: list[Row], *, damaged: bool = False) -> Aggregate:
    """The aggregate in the rows of its partition. Raises TornRead where they do not fit together; ``damaged``
    leaves those out.
    """
    beside = {row["sk"]: row for row in rows}
    head = beside.get(keys.HEAD)
    if head is None:
        return Aggregate(pk)
    content = payload.join(head, beside)
    if content is None:
        raise TornRead
    try:
        book = payload.unpack(content)
        facets = {sk: _facet(beside, sk, stated, damaged) for sk, stated in book["facets"].items()}
    except zlib.error as error:
        raise TornRead from error  # parts of two writes
    return Aggregate(
        pk=pk,
        version=head["ver"],
        facets={sk: facet for sk, facet in facets.items() if facet is not None},
        owned={(pk, sk): digest for pk, rows in book["owned"].items() for sk, digest in rows.items()},
        parents=book["parents"],
        quarantined={sk: (fence, reason) for sk, (fence, reason) in book["quarantined"].items()},
        incomplete=bool(head.get("incomplete")),
        heard_at=head["heard"],
        parts=head.get("parts", 1),
        history=payload.unpack(beside[keys.HISTORY]["payload"]) if keys.HISTORY in beside else [],
    )


def _facet(beside: Mapping[str, Row], sk: str, stated: list[Any], damaged: bool) -> Facet | None:
    fence, _, deleted = stated
    row = beside.get(sk)
    if row is None and deleted:
        return None  # a tombstone that has expired: no stream tells records so old
    facet = facet_from(row, dict(beside)) if row is not None else None
    if facet is not None and facet.fence == fence:
        return facet
    if damaged:
        return None
    raise TornRead


def _nested(owned: Mapping[Key, str]) -> dict[str, dict[str, str]]:
    """JSON has no tuples for keys: partition, then sort key."""
    nested: dict[str, dict[str, str]] = {}
    for (pk, sk), digest in owned.items():
        nested.setdefault(pk, {})[sk] = digest
    return nested


def heard(aggregate: Aggregate) -> datetime | None:
    """When the latest change of the aggregate was heard of."""
    return datetime.fromisoformat(aggregate.heard_at) if aggregate.heard_at else None
