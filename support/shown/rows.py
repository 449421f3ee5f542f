"""Source rows as last seen, masked, as text: what everything else on a page was made of."""

from __future__ import annotations

import json
from dataclasses import dataclass

from orders.story import OrderStory, RawRow
from support.raw import raw_rows
from support.shown.hits import anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One source row and its place on the page."""

    row: RawRow
    anchor: str
    text: str


def shown_rows(whole: OrderStory) -> tuple[ShownRow, ...]:
    """The rows of an unmasked story; only what may be shown of them comes out."""
    return tuple(
        ShownRow(row=row, anchor=row_anchor(row.table, row.key), text=json.dumps(image, indent=1, ensure_ascii=False))
        for row, image in raw_rows(whole)
    )


def row_anchor(table: str, key: str) -> str:
    """The id of a raw row on its order's page."""
    return anchor(f"raw-{table}", key)
