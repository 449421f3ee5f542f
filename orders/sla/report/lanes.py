"""Lanes: from the countries of the printers to where the units go.

The facts know printers; in which country each is comes from its row. A unit of several printers counts once under each
of their countries, however many of its printers are in one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from orders.sla.report.definitions import LIST_DIMENSIONS, SHOWN, TEXT_DIMENSIONS, Class
from orders.sla.report.engine import Engine, reading
from orders.sla.report.question import Question
from orders.sla.report.sql import Query, counts, units

DESTINATIONS: Final = ("country", "region")

Ends = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """``origin`` is None where the printer's row is not there or says no country, and where there is no printer yet.
    ``printers`` are those of the lane: as filters together they find exactly its units; None is "no printer".
    """

    origin: str | None
    destination: str | None
    printers: tuple[str | None, ...]
    units: int
    classes: dict[Class, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """Those with most units first."""

    lanes: list[Lane]
    data_until: datetime | None


def lanes(question: Question, origins: Mapping[str, str], table: str, destination: str = "country") -> Lanes:
    """The lanes of a question; ``origins`` maps printers to their countries. Raises lake.local.NoLake."""
    with reading(table) as lake:
        return Lanes(lanes=lanes_of(question, origins, lake.engine, destination), data_until=lake.until)


def lanes_of(
    question: Question, origins: Mapping[str, str], engine: Engine, destination: str = "country"
) -> list[Lane]:
    """The same of an engine that is there."""
    unrolled = _unrolled(question, origins, engine, destination)
    printers: dict[Ends, list[str | None]] = {}
    for row in engine.ask(_over(unrolled, "SELECT DISTINCT origin, destination, printer FROM ({}) AS unrolled")):
        printers.setdefault((row["origin"], row["destination"]), []).append(row["printer"])
    found = [_lane(row, printers) for row in engine.ask(_over(unrolled, _COUNTED))]
    return sorted(found, key=lambda lane: (-lane.units, lane.origin or "~", lane.destination or "~"))


_COUNTED: Final = (
    f"SELECT origin, destination, {counts()} FROM "  # noqa: S608  our own names
    "(SELECT DISTINCT id, class, origin, destination FROM ({}) AS unrolled) AS once GROUP BY origin, destination"
)


def _over(query: Query, text: str) -> Query:
    return Query(text.format(query.text), query.values)


def _unrolled(question: Question, origins: Mapping[str, str], engine: Engine, destination: str) -> Query:
    """A row for each unit and printer of it, with the printer's country."""
    column, printers = TEXT_DIMENSIONS[destination], LIST_DIMENSIONS["printer"]
    known = [(printer, country) for printer, country in origins.items() if country] or [("", "")]
    each = engine.unrolled(units(question, engine.source, ["id", printers, column]), printers, "printer")
    text = (
        f"SELECT id, class, NULLIF({column}, '') AS destination, each.printer AS printer, origins.origin AS origin "  # noqa: S608  our own names
        f"FROM ({each.text}) AS each LEFT JOIN (VALUES {', '.join('(?, ?)' for _ in known)}) "
        "AS origins(printer, origin) ON origins.printer = each.printer"
    )
    return Query(text, [*each.values, *(value for pair in known for value in pair)])


def _lane(row: dict[str, Any], printers: Mapping[Ends, list[str | None]]) -> Lane:
    ends = row["origin"], row["destination"]
    return Lane(
        origin=ends[0],
        destination=ends[1],
        printers=tuple(sorted(printers[ends], key=lambda each: each or "")),
        units=row["orders"],
        classes={each: row[f"{each.value}_count"] for each in SHOWN},
    )
