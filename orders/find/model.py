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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, best first, and in words what it tried. ``hint`` asks for more letters, say."""

    hits: tuple[Hit, ...]
    tried: tuple[str, ...]
    hint: str = ""
    truncated: bool = False
