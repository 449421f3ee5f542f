"""What the rows of prints and renders say of their pictures and files."""

from __future__ import annotations

from typing import Any

from demo.artefacts.design import Design, Rendition, design_of, fault_of

Item = dict[str, Any]


def design(print_row: Item) -> Design:
    """How a print looks."""
    return design_of(print_row["title"], print_row["product"], print_row["page_count"])


def of_render(print_row: Item) -> Item:
    """The files of a render that is ready."""
    made = design(print_row).render()
    return _fields(made) | {"pdf_key": made.pdf_key, "checksum": made.checksum}


def of_failed(print_row: Item, failure: Item) -> Item:
    """What a failed render leaves: previews, with the fault on its page, and no file to print."""
    page = failure.get("page", 0)
    if not page:
        return {}
    return _fields(design(print_row).render({page: fault_of(failure["code"])}))


def _fields(made: Rendition) -> Item:
    return {"preview_keys": list(made.preview_keys), "page_count": made.page_count}
