"""A report as a file: its figures, or the units behind one; with the question and the definitions in it. That it was
taken is in the audit before its first byte is sent.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from dashboard.permissions import Permission
from orders.printers import every_printer
from orders.sla.report.answer import Answer, Figures, answer
from orders.sla.report.blame import late_behind
from orders.sla.report.breaches import BROKEN, breaches
from orders.sla.report.definitions import SHOWN, STAGES, VERSION
from orders.sla.report.lanes import DESTINATIONS, Lane, lanes
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
LANES: Final = "lanes"
BREACHES: Final = "breaches"
COLUMNS: Final = (
    "id", "order_id", "order_number", "class", "placed_at", "due", "done_at", "paid_at", "files_ready_at",
    "accepted_at", "dispatched_at", "handed_over_at", "delivered_at", "first_promise", "promise", "country", "region",
    "shipping_method", "products", "printers", "carriers", "services",
)  # fmt: skip


WORST: Final = (*COLUMNS, "late_by_hours", "accountable_stage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is taken: ``figures``, ``units`` (of ``what`` breaches with by how much each is late) or ``lanes``, whose
    destination is ``to_by``.
    """

    question: Question
    behind: Behind
    what: str
    step: str = ""
    to_by: str = DESTINATIONS[0]
    figures: Answer | None = None
    units: Found | None = None
    lanes: list[Lane] | None = None
    data_until: datetime | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return f"sla-{self.what}-{self.question.start}-{self.question.end}"

    @property
    def count(self) -> int:
        """How many lines it has, without those that say what it is."""
        if self.figures:
            return len(self.figures.rows) + 1
        return len(self.units.rows if self.units else self.lanes or ())


def take(asker: Asker, question: Question, behind: Behind, what: str, *, step: str = "", to_by: str = "") -> Export:
    """Ask, and write down that it is taken. Raises NotAllowed, lake.local.NoLake, BadQuestion."""
    if not asker.may(Permission.EXPORT_REPORT):
        raise NotAllowed(Permission.EXPORT_REPORT)
    export = _asked(question, behind, what, step, to_by if to_by in DESTINATIONS else DESTINATIONS[0])
    said = "&".join(f"{name}={value}" for name, value in question.said() if value)
    details: dict[str, Detail] = {"count": export.count, "what": export.what, "question": said}
    with transaction.atomic():
        record(asker.actor, EXPORTED, Target("report", f"{question.start} to {question.end}"), details=details)
    return export


def _asked(question: Question, behind: Behind, what: str, step: str, to_by: str) -> Export:
    table, most = live_store().table, settings.REPORT_EXPORT_MOST
    if what == UNITS:
        units = late_behind(question, step, table, most=most) if step else listed(question, behind, table, most=most)
        return Export(question=question, behind=behind, what=what, step=step, units=units, data_until=units.data_until)
    if what == BREACHES:
        worst = breaches(question, behind, table, most=most)
        return Export(question=question, behind=behind, what=what, units=worst, data_until=worst.data_until)
    if what == LANES:
        told = lanes(question, {each.printer_id: each.country for each in every_printer()}, table, to_by)
        until = told.data_until
        return Export(question=question, behind=behind, what=what, to_by=to_by, lanes=told.lanes, data_until=until)
    found = answer(question, table)
    return Export(question=question, behind=behind, what=FIGURES, figures=found, data_until=found.data_until)


def as_csv(export: Export) -> Iterator[str]:
    """Lines that begin with # say what it is, then one line each, then one that says that this is the end."""
    write = csv.writer(Line(), quoting=csv.QUOTE_ALL).writerow
    yield BOM
    for line in _about(export):
        yield write([f"# {line}"])
    for row in _rows(export):
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
    if export.what == BREACHES and export.behind.of not in BROKEN:
        yield f"classes: {', '.join(each.value for each in BROKEN)}; the worst first"
    if export.step:
        yield f"accountable: {export.step}"
    yield f"data until: {_text(export.data_until) or 'not known'}"
    yield f"definitions: version {VERSION}"
    yield from (f"{each.value}: {CLASSES[each][1]}" for each in SHOWN)
    yield "times: UTC; stages in hours, over what was delivered; percentiles by nearest rank"
    if export.units and export.units.count > len(export.units.rows):
        yield f"cut: {export.units.count} match, these are the first {len(export.units.rows)}"


def _rows(export: Export) -> Iterator[Iterable[Any]]:
    if export.figures:
        return _figures(export.figures)
    return _lanes(export) if export.lanes is not None else _units(export)


def _lanes(export: Export) -> Iterator[Iterable[Any]]:
    yield ["origin_country", export.to_by, "printers", "units", *(each.value for each in SHOWN), "on_time_pct"]
    for lane in export.lanes or ():
        figures = Figures(key={}, units=lane.units, classes=lane.classes, stages={})
        ends = [lane.origin or "", lane.destination or "", ", ".join(each or "none" for each in lane.printers)]
        yield _line(ends, figures)


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


def _units(export: Export) -> Iterator[Iterable[Any]]:
    columns = WORST if export.what == BREACHES else COLUMNS
    yield columns
    for row in export.units.rows if export.units else ():
        told = row | (
            {"late_by_hours": _hours(row["lateness"]), "accountable_stage": row["step"]} if columns is WORST else {}
        )
        yield [_text(told[name]) for name in columns]


def _hours(time: timedelta) -> float:
    return round(time / timedelta(hours=1), 4)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)
