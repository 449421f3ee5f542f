"""Comparing the rows of one source table with their facets. It only reads.

A first look may be stale, on either side; what differs is to be looked at ``again``, which reads consistently.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from orders.changes import ZERO_FENCE, Change
from orders.contract.decode import Image, MalformedRow
from orders.contract.tables import SourceTable
from orders.projections import keys, payload
from orders.projections.aggregate import Aggregate, load
from orders.projections.facet import Facet, facet_from
from orders.projections.route import route
from orders.projections.tables import source_name
from orders.store import MAX_BATCH_GET, Key, Row, Store


class Kind(StrEnum):
    """How a source row and its facet differ."""

    MISSING = "missing in the projection"
    OTHER = "another row in the projection"
    GONE = "not in the source"


@dataclass(frozen=True, slots=True)
class Difference:
    """A source row and its facet that do not agree; either may be missing. ``home`` is "" where the row has none."""

    table: SourceTable
    key: str
    home: str
    image: Image | None
    facet: Facet | None

    @property
    def kind(self) -> Kind:
        """In which way."""
        if self.image is None:
            return Kind.GONE
        return Kind.MISSING if self.facet is None or self.facet.image is None else Kind.OTHER


class Comparison:
    """One source table beside one projection."""

    def __init__(self, table: SourceTable, projection: Store, source: Any) -> None:
        self.table = table
        self.projection = projection
        self.source = source

    def of_source(self, rows: Sequence[tuple[str, Image]]) -> list[Difference]:
        """The rows whose facet is missing or says something else, and those of no order that nobody set aside yet."""
        homes = {key: home_of(self.table, key, image) for key, image in rows}
        facets = self._facets([(home, key) for key, home in homes.items() if home])
        found = (Difference(self.table, key, homes[key], image, facets.get((homes[key], key))) for key, image in rows)
        return self._not_set_aside([each for each in found if _differs(each)])

    def of_facets(self, rows: Iterable[Row]) -> list[Difference]:
        """The facets whose source row is gone, or is now another order's."""
        prefix = keys.facet_sk(self.table.name, "")
        page = [(row["pk"], row["sk"].removeprefix(prefix)) for row in rows]
        images = self._read_source([key for _, key in page])
        lost = [(pk, key) for pk, key in page if key not in images or home_of(self.table, key, images[key]) != pk]
        facets = self._facets(lost)
        return [Difference(self.table, key, pk, None, facets[pk, key]) for pk, key in lost if (pk, key) in facets]

    def again(self, found: Sequence[Difference]) -> list[Difference]:
        """What still differs, read consistently; HEAD still knows the fence of a tombstone that has expired."""
        images = self._read_source([each.key for each in found])
        states = self._states({each.home for each in found if each.home})
        differing = []
        for each in found:
            image = images.get(each.key)
            if image is not None and home_of(self.table, each.key, image) != each.home:
                image = None
            state = states.get(each.home)
            facet = state.facets.get(keys.facet_sk(self.table.name, each.key)) if state else None
            now = Difference(self.table, each.key, each.home, image, facet)
            if _differs(now) and not (state and self._is_refused(now, state)):
                differing.append(now)
        return self._not_set_aside(differing)

    # ---- reading ------------------------------------------------------------------------------------------

    def _states(self, homes: Iterable[str]) -> dict[str, Aggregate]:
        heads = self._get([(home, keys.HEAD) for home in homes])
        return {pk: load(self.projection, pk) for pk, _ in heads}

    def _facets(self, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Facet]:
        listed = [(pk, keys.facet_sk(self.table.name, key)) for pk, key in wanted]
        found: dict[tuple[str, str], Facet] = {}
        for (pk, sk), row in self._get(listed).items():
            facet = facet_from(row, {}) or load(self.projection, pk).facets.get(sk)
            if facet is not None:
                found[pk, facet.key] = facet
        return found

    def _is_refused(self, difference: Difference, state: Aggregate) -> bool:
        """Whether the source row contradicts the contract, and was set aside or struck off for that."""
        if difference.image is None or keys.facet_sk(self.table.name, difference.key) not in state.quarantined:
            return False
        try:
            Change(self.table, difference.key, ZERO_FENCE, None, difference.image, datetime.now(UTC)).record()
        except MalformedRow:
            return True
        return False

    def _not_set_aside(self, found: list[Difference]) -> list[Difference]:
        """Without the rows that are listed as set aside just as they are."""
        listings = {
            (each.key, each.home): keys.quarantined(self.table.name, each.key, homeless=not each.home)
            for each in found
            if each.image is not None
        }
        aside = self._get(list(listings.values()))
        return [
            each
            for each in found
            if (row := aside.get(listings.get((each.key, each.home), ("", "")))) is None or not _tells(row, each.image)
        ]

    def _get(self, wanted: Sequence[Key]) -> dict[Key, Row]:
        found: dict[Key, Row] = {}
        for start in range(0, len(wanted), MAX_BATCH_GET):
            found |= self.projection.get_many(wanted[start : start + MAX_BATCH_GET], consistent=True)
        return found

    def _read_source(self, wanted: Sequence[str]) -> dict[str, Image]:
        name, found = source_name(self.table.name), {}
        distinct = list(dict.fromkeys(wanted))  # a row may lie in two orders
        for start in range(0, len(distinct), MAX_BATCH_GET):
            left = [{self.table.key: {"S": key}} for key in distinct[start : start + MAX_BATCH_GET]]
            while left:
                answer = self.source.batch_get_item(RequestItems={name: {"Keys": left, "ConsistentRead": True}})
                found.update({item[self.table.key]["S"]: item for item in answer["Responses"].get(name, ())})
                left = answer.get("UnprocessedKeys", {}).get(name, {}).get("Keys", [])
        return found


def home_of(table: SourceTable, key: str, image: Image) -> str:
    """The partition a row belongs to; "" where it belongs nowhere and is set aside."""
    try:
        return next(iter(route(Change(table, key, ZERO_FENCE, None, image, datetime.now(UTC)))))
    except MalformedRow:
        return ""


def _differs(each: Difference) -> bool:
    return each.image != (each.facet.image if each.facet else None)


def _tells(listing: Row, image: Image | None) -> bool:
    """Whether a listing of the quarantine is of this very row; one too long to be kept is taken to be."""
    told = payload.unpack(listing["payload"])["new"]
    return told is None or image is None or payload.image_values(told) == image
