"""Source rows as last seen, masked, as text: what everything else on a page was made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from orders.story import OrderStory, RawRow
from support import masking
from support.raw import masked_image
from support.shown.hits import anchor
from support.shown.pages import Slice, sliced

ROWS_A_PAGE: Final = 25
LONGEST_TEXT: Final = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One source row and its place on the page. ``cut`` where the text is longer than a page should hold."""

    row: RawRow
    anchor: str
    text: str
    cut: bool


def shown_rows(whole: OrderStory, number: int) -> Slice[ShownRow]:
    """One page of the rows of an unmasked story; only what may be shown of them comes out."""
    secrets = masking.story_secrets(whole)
    page = sliced(whole.raw, number, ROWS_A_PAGE)
    return page.of([_shown(row, secrets) for row in page.items])


def row_addresses(story: OrderStory, number: int) -> Mapping[str, str]:
    """Where each row is found from a page that shows that page of the rows, by ``table/key``."""
    found = {}
    for place, row in enumerate(story.raw):
        page = place // ROWS_A_PAGE + 1
        there = "" if page == number else f"?rows={page}"
        found[f"{row.table}/{row.key}"] = f"{there}#{_anchor(row)}"
    return found


def _shown(row: RawRow, secrets: masking.Secrets) -> ShownRow:
    text = json.dumps(masked_image(row.table, row.image, secrets), indent=1, ensure_ascii=False)
    return ShownRow(row=row, anchor=_anchor(row), text=text[:LONGEST_TEXT], cut=len(text) > LONGEST_TEXT)


def _anchor(row: RawRow) -> str:
    return anchor(f"raw-{row.table}", row.key)
