"""The shapes of a search: rows that are written, hits that are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a hit opens."""

    ORDER = "order"
    CUSTOMER = "customer"
    PRINT = "print"
    RENDER = "render"
    PRINT_JOB = "print_job"
    PARCEL = "parcel"
    PRINTER = "printer"


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One row to be found: its key and what a hit shows without any further read."""

    pk: str
    sk: str
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def row(self) -> dict[str, str]:
        """The row as the projection holds it."""
        return {"pk": self.pk, "sk": self.sk, **self.shown}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found. ``name``, ``country`` and ``placed`` ("" where they do not apply) are unmasked here.

    ``order_id`` is the order that a print, render, job or parcel belongs to. ``matched_on`` says what was
    matched, e.g. "tracking number". ``exact`` where the whole of a number or id was given.
    """

    kind: Kind
    id: str
    order_id: str = ""
    number: str = ""
    name: str = ""
    country: str = ""
    placed: str = ""
    matched_on: str = ""
    exact: bool = False

    @property
    def page(self) -> tuple[Kind, str]:
        """What opens for it: the customer, the printer, or the order that it is or belongs to."""
        if self.kind in (Kind.CUSTOMER, Kind.PRINTER):
            return self.kind, self.id
        return Kind.ORDER, self.order_id or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, best first, and in words what it tried. ``hint`` asks for more letters, say."""

    hits: tuple[Hit, ...]
    tried: tuple[str, ...]
    hint: str = ""
    truncated: bool = False

    @property
    def opens(self) -> tuple[Kind, str] | None:
        """The one page that everything found as a whole leads to: Enter goes there. None where it is not one."""
        pages = {hit.page for hit in self.hits if hit.exact}
        return pages.pop() if len(pages) == 1 and not self.truncated else None
