"""A facet: one source row as last seen, with the fence that says how new it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from orders.contract.decode import Image, MalformedRow, decode
from orders.contract.model import Record
from orders.contract.tables import SOURCE_TABLES, SourceTable
from orders.projections import keys, payload
from orders.store import Row


@dataclass(slots=True)
class Facet:
    """``image`` is None for a tombstone: the row was deleted, and its fence keeps older records out. ``stored`` is
    the length of its payload in bytes, once it was stored or read.
    """

    table: SourceTable
    key: str
    fence: str
    image: Image | None
    parts: int = 1
    decoded: Record | None = field(default=None, repr=False, compare=False)
    stored: int = field(default=0, compare=False)

    @property
    def sk(self) -> str:
        """Its key within the aggregate's partition."""
        return keys.facet_sk(self.table.name, self.key)

    @property
    def record(self) -> Record | None:
        """The typed record, decoded once; None for a tombstone. Raises MalformedRow."""
        if self.image is None:
            return None
        if self.decoded is None:
            self.decoded = decode(self.table, self.image)
        return self.decoded

    @property
    def readable(self) -> Record | None:
        """The record; None too where it was taken once and a newer version of the contract would refuse it."""
        try:
            return self.record
        except MalformedRow:
            return None

    def rows(self, pk: str, expires: int) -> list[Row]:
        """The rows that store it; a tombstone expires at ``expires`` (seconds since 1970)."""
        row: Row = {
            "pk": pk,
            "sk": self.sk,
            "fence": self.fence,
            "payload": b"" if self.image is None else payload.pack(self.image),
        }
        if self.image is None:
            row["ttl"] = expires
        rows = payload.split(row)
        self.parts, self.stored = len(rows), len(row["payload"])
        return rows


def facet_from(row: Row, beside: dict[str, Row]) -> Facet | None:
    """The facet stored in a row, or None where one of its parts is missing."""
    table, _, key = row["sk"].removeprefix(keys.FACET).partition("#")
    content = payload.join(row, beside)
    if content is None:
        return None
    image: Any = payload.image_values(payload.unpack(content)) if content else None
    return Facet(SOURCE_TABLES[table], key, row["fence"], image, row.get("parts", 1), stored=len(content))
