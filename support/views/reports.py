"""SLA reports by their addresses: how promises were kept, from each side that one may look at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.permissions import Permission, requires
from orders.printers import every_printer
from orders.sla.facts import Unit
from orders.sla.lake.local import NoLake
from orders.sla.report.answer import Answer, answer
from orders.sla.report.blame import accountable
from orders.sla.report.breaches import BROKEN, breaches
from orders.sla.report.compare import compare
from orders.sla.report.definitions import STAGES as EVERY_STAGE
from orders.sla.report.definitions import Class
from orders.sla.report.lanes import DESTINATIONS, lanes
from orders.sla.report.listing import Behind as Which
from orders.sla.report.question import BadQuestion
from orders.store import live_store
from support.reports import pages
from support.reports.pages import TRANSIT, Page
from support.reports.question import question_of
from support.shown import report_findings as findings
from support.shown.pages import number_from
from support.shown.report_aims import Aims
from support.shown.report_breaches import A_PAGE, breaches_shown
from support.shown.report_chart import trend
from support.shown.report_choices import choices
from support.shown.report_compare import compared
from support.shown.report_frame import frame
from support.shown.report_heat import ALL, heat_map, summed
from support.shown.report_lanes import lanes_shown
from support.shown.report_lines import Lines, Table, told_order
from support.shown.report_links import Behind, report_link
from support.shown.report_stages import stage_chart, stage_lines
from support.shown.report_waterfall import waterfall_shown
from support.shown.report_words import STAGES
from support.targets.listing import Targets, all_targets

AWAY: Final = 503
WHOLE: Final = "placed_to_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a page is made of: the answer to its question, what that is measured by, and its address."""

    page: Page
    answer: Answer
    targets: Targets
    said: QueryDict
    table: str

    @property
    def aims(self) -> Aims:
        """The targets of the answer's groups."""
        return Aims(self.answer.question, self.targets)

    @property
    def behind(self) -> Behind:
        """Addresses of what is behind its figures."""
        return Behind(self.answer.question, self.page)

    def groups(self, stage: str = "") -> Table:
        """Its groups as a table."""
        number = number_from(self.said.get("rows", ""))
        by, rows = self.answer.question.by, told_order(self.answer)
        return Lines(self.answer.question, self.aims, self.page, stage).table(rows, self.answer.total, by, number)


Show = Callable[[Looked], Mapping[str, Any]]


@requires(Permission.VIEW_REPORTS)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """How promises were kept as time went, and this week beside others."""
    return _shown(request, pages.OVERVIEW, _overview)


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_stages(request: HttpRequest) -> HttpResponse:
    """How long each stage took, and which one late orders are put down to."""
    return _shown(request, pages.STAGES, _stages)


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_printers(request: HttpRequest) -> HttpResponse:
    """A map of printers by week."""
    return _shown(request, pages.PRINTERS, _printers)


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_lanes(request: HttpRequest) -> HttpResponse:
    """From where to where."""
    return _shown(request, pages.LANES, _lanes)


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_carriers(request: HttpRequest) -> HttpResponse:
    """Carriers and their services, and how long parcels travel."""
    return _shown(request, pages.CARRIERS, _carriers)


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_products(request: HttpRequest) -> HttpResponse:
    """What is printed."""
    return _shown(request, pages.PRODUCTS, _products)


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_breaches(request: HttpRequest) -> HttpResponse:
    """What broke its promise, the worst first."""
    return _shown(request, pages.BREACHES, _breaches)


def _overview(looked: Looked) -> Mapping[str, Any]:
    found, by = looked.answer, looked.answer.question.by
    shown = {"compared": compared(compare(found.question, looked.table), looked.targets), "table": looked.groups()}
    chart = trend(found.question, found.rows, looked.aims, looked.behind)
    if chart is not None:
        shown |= {"chart": chart, "trend_finding": findings.of_trend(found.rows, looked.aims, by[0])}
    grains = [(each, report_link(found.question, by=each), by == (each,)) for each in ("day", "week", "month")]
    return shown | {"grains": grains, "group_finding": _group_finding(looked) if chart is None else ""}


def _stages(looked: Looked) -> Mapping[str, Any]:
    found, question = looked.answer, looked.answer.question
    stage = looked.said.get("stage", "")
    stage = stage if stage in EVERY_STAGE else WHOLE
    grouped = {name: report_link(question, looked.page, stage=name) for name in EVERY_STAGE} if question.by else {}
    shown: dict[str, Any] = {
        "stages": stage_lines(found.total, looked.behind, grouped),
        "stage_chart": stage_chart(found.total, looked.behind),
        "stages_finding": findings.of_stages(found.total.stages, question.unit),
        "table": looked.groups(stage) if question.by else None,
        "stage": STAGES[stage],
    }
    if question.unit is Unit.ORDER:
        shown["waterfall"] = waterfall_shown(accountable(question, looked.table), looked.behind)
    return shown


def _printers(looked: Looked) -> Mapping[str, Any]:
    found = looked.answer
    heat = heat_map(found, looked.aims, looked.page, unfolded=looked.said.get("rows", "") == ALL)
    if heat is None:
        return {"table": looked.groups(), "group_finding": _group_finding(looked)}
    first, number = found.question.by[0], number_from(looked.said.get("rows", ""))
    rows = summed(found.rows, first)
    lines = Lines(found.question, looked.aims, looked.page)
    finding = findings.of_groups(rows, looked.aims, first)
    return {"heat": heat, "group_finding": finding, "table": lines.table(rows, found.total, [first], number)}


def _lanes(looked: Looked) -> Mapping[str, Any]:
    question = looked.answer.question
    destination = looked.said.get("to_by", "")
    destination = destination if destination in DESTINATIONS else DESTINATIONS[0]
    origins = {printer.printer_id: printer.country for printer in every_printer()}
    found = lanes(question, origins, looked.table, destination).lanes
    number = number_from(looked.said.get("rows", ""))
    ends = [(each, report_link(question, looked.page, to_by=each), each == destination) for each in DESTINATIONS]
    shown = {"lanes": lanes_shown(question, found, looked.aims, destination, number), "ends": ends}
    return shown | ({"table": looked.groups(), "group_finding": _group_finding(looked)} if question.by else {})


def _carriers(looked: Looked) -> Mapping[str, Any]:
    told = looked.answer.rows
    return {
        "table": looked.groups(TRANSIT),
        "group_finding": _group_finding(looked),
        "transit_finding": findings.of_transit(told, TRANSIT),
    }


def _products(looked: Looked) -> Mapping[str, Any]:
    return {"table": looked.groups(), "group_finding": _group_finding(looked)}


def _breaches(looked: Looked) -> Mapping[str, Any]:
    said = looked.said.get("class", "")
    of = Class(said) if said in BROKEN else None
    number = number_from(looked.said.get("rows", ""))
    start = (number - 1) * A_PAGE
    found = breaches(looked.answer.question, Which(of=of), looked.table, start=start, most=A_PAGE)
    return {"breaches": breaches_shown(looked.answer, found, of, number)}


def _group_finding(looked: Looked) -> str:
    found = looked.answer
    if not found.question.by:
        return ""
    dimension = found.question.by[0] if len(found.question.by) == 1 else "group"
    return findings.of_groups(found.rows, looked.aims, dimension)


def _shown(request: HttpRequest, page: Page, show: Show) -> HttpResponse:
    template = f"support/reports/{page.slug}.html"
    try:
        question, table = question_of(request.GET, page), live_store().table
        found = answer(question, table, {name: EVERY_STAGE[name] for name in page.stages})
        looked = Looked(page=page, answer=found, targets=all_targets(), said=request.GET, table=table)
        target = looked.aims.of({})
        about = {"frame": frame(looked.answer, page), "target": target, **_all(looked, target), **show(looked)}
        return render(request, template, about | {"choices": choices(question)})
    except BadQuestion as bad:
        return wrong(request, bad, page)
    except NoLake as away:
        return is_away(request, away, page)


def _all(looked: Looked, target: float) -> Mapping[str, Any]:
    lines = Lines(looked.answer.question, looked.aims, looked.page)
    return {"total": lines.line(looked.answer.total), "finding": findings.of_all(looked.answer, target)}


def wrong(request: HttpRequest, bad: BadQuestion, page: Page = pages.OVERVIEW) -> HttpResponse:
    """The form again, with what is wrong."""
    return _empty(request, page, 422, {"problems": bad.errors})


def is_away(request: HttpRequest, away: NoLake, page: Page = pages.OVERVIEW) -> HttpResponse:
    """What is read cannot be reached."""
    response = _empty(request, page, AWAY, {"away": str(away)})
    response["Retry-After"] = "10"
    return response


def _empty(request: HttpRequest, page: Page, status: int, about: dict[str, Any]) -> HttpResponse:
    said = request.POST if request.method == "POST" else request.GET
    given = {name: said.get(name, "") for name in ("from", "to", "timezone", "as_of")}
    shown = about | {"choices": choices(None, given), "page": page}
    return render(request, "support/reports/frame.html", shown, status=status)
