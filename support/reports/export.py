"""A report as a file: its figures, or the units behind one; with the question and the definitions in it. That it was
taken is in the audit before its first byte is sent.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from dashboard.permissions import Permission
from orders.sla.report.answer import Answer, Figures, answer
from orders.sla.report.definitions import SHOWN, STAGES, VERSION
from orders.sla.report.listing import Behind, Found, listed
from orders.sla.report.question import Question
from orders.store import live_store
from support.audit.export import BOM, Line, defused
from support.audit.record import Detail, Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed
from support.shown.report_words import CLASSES

EXPORTED = EventType("report.exported", "took {count} lines of the SLA report of {target} as CSV")
FIGURES: Final = "figures"
UNITS: Final = "units"
COLUMNS: Final = (
    "id", "order_id", "order_number", "class", "placed_at", "due", "done_at", "paid_at", "files_ready_at",
    "accepted_at", "dispatched_at", "handed_over_at", "delivered_at", "first_promise", "promise", "country", "region",
    "shipping_method", "products", "printers", "carriers", "services",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is taken: ``figures`` or ``units``."""

    question: Question
    behind: Behind
    figures: Answer | None = None
    units: Found | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        what = FIGURES if self.figures else UNITS
        return f"sla-{what}-{self.question.start}-{self.question.end}"

    @property
    def count(self) -> int:
        """How many lines it has, without those that say what it is."""
        return len(self.figures.rows) + 1 if self.figures else len(self.units.rows) if self.units else 0


def take(asker: Asker, question: Question, behind: Behind, what: str) -> Export:
    """Ask, and write down that it is taken. Raises NotAllowed, lake.local.NoLake."""
    if not asker.may(Permission.EXPORT_REPORT):
        raise NotAllowed(Permission.EXPORT_REPORT)
    table = live_store().table
    if what == UNITS:
        units = listed(question, behind, table, most=settings.REPORT_EXPORT_MOST)
        export = Export(question=question, behind=behind, units=units)
    else:
        export = Export(question=question, behind=behind, figures=answer(question, table))
    said = "&".join(f"{name}={value}" for name, value in question.said() if value)
    details: dict[str, Detail] = {"count": export.count, "what": what, "question": said}
    with transaction.atomic():
        record(asker.actor, EXPORTED, Target("report", f"{question.start} to {question.end}"), details=details)
    return export


def as_csv(export: Export) -> Iterator[str]:
    """Lines that begin with # say what it is, then one line each, then one that says that this is the end."""
    write = csv.writer(Line(), quoting=csv.QUOTE_ALL).writerow
    yield BOM
    for line in _about(export):
        yield write([f"# {line}"])
    for row in _figures(export.figures) if export.figures else _units(export.units):
        yield write([defused(value) for value in row])
    yield write([f"# end of {export.count} lines"])


def _about(export: Export) -> Iterator[str]:
    yield "what: SLA report of Printdesk"
    yield from (f"{name.replace('_', ' ')}: {value or 'none'}" for name, value in export.question.said())
    if export.behind.of:
        yield f"class: {export.behind.of.value}"
    yield from (f"group: {dimension}={value or ''}" for dimension, value in export.behind.key)
    if export.behind.stage:
        yield f"stage: {export.behind.stage}{', ended before it began' if export.behind.anomalies else ''}"
    until = export.figures.data_until if export.figures else export.units.data_until if export.units else None
    yield f"data until: {_text(until) or 'not known'}"
    yield f"definitions: version {VERSION}"
    yield from (f"{each.value}: {CLASSES[each][1]}" for each in SHOWN)
    yield "times: UTC; stages in hours, over what was delivered; percentiles by nearest rank"
    if export.units and export.units.count > len(export.units.rows):
        yield f"cut: {export.units.count} match, these are the first {len(export.units.rows)}"


def _figures(found: Answer) -> Iterator[Iterable[Any]]:
    names = [f"{stage}_{part}" for stage in STAGES for part in ("n", "anomalies", "p50", "p90", "p95", "mean")]
    yield [*found.question.by, "units", *(each.value for each in SHOWN), "on_time_pct", *names]
    for figures in found.rows:
        yield _line([value or "" for value in figures.key.values()], figures)
    yield _line(["total", *[""] * (len(found.question.by) - 1)] if found.question.by else [], found.total)


def _line(key: list[str], figures: Figures) -> list[Any]:
    percent = "" if figures.on_time_pct is None else figures.on_time_pct
    stages: list[Any] = []
    for stage in figures.stages.values():
        lengths = [*stage.percentiles.values(), stage.mean]
        stages += [stage.n, stage.anomalies, *("" if length is None else length for length in lengths)]
    return [*key, figures.units, *(figures.classes[each] for each in SHOWN), percent, *stages]


def _units(found: Found | None) -> Iterator[Iterable[Any]]:
    yield COLUMNS
    for row in found.rows if found else ():
        yield [_text(row[name]) for name in COLUMNS]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)
