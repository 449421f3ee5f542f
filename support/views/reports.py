"""SLA reports: a report by its address, the units behind any of its figures, and both as a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from orders.sla.lake.local import NoLake
from orders.sla.report.answer import answer
from orders.sla.report.listing import listed
from orders.sla.report.question import BadQuestion, Question, asked
from orders.store import live_store
from support.commands.asker import Asker
from support.reports.behind import behind_of
from support.reports.export import FIGURES, Export, as_csv, take
from support.shown.pages import number_from
from support.shown.report_behind import behind_page
from support.shown.report_choices import choices
from support.shown.reports import report_page

USUAL_DAYS: Final = 28
A_PAGE: Final = 50
AWAY: Final = 503


@requires(Permission.VIEW_REPORTS)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """A report; of the last four weeks where the address names no days."""
    try:
        question = question_of(request.GET)
    except BadQuestion as bad:
        return _wrong(request, bad)
    try:
        found = answer(question, live_store().table)
    except NoLake as away:
        return _away(request, away)
    return render(request, "support/reports/report.html", {"page": report_page(found), "choices": choices(question)})


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_behind(request: HttpRequest) -> HttpResponse:
    """The units behind a figure, due first."""
    number = number_from(request.GET.get("page", ""))
    try:
        question = question_of(request.GET)
        behind = behind_of(request.GET)
        found = listed(question, behind, live_store().table, start=(number - 1) * A_PAGE, most=A_PAGE)
    except BadQuestion as bad:
        return _wrong(request, bad)
    except NoLake as away:
        return _away(request, away)
    return render(
        request, "support/reports/behind.html", {"page": behind_page(question, behind, found, number, A_PAGE)}
    )


@requires(Permission.EXPORT_REPORT)
@require_POST
def report_export(request: HttpRequest) -> HttpResponseBase:
    """The figures, or the units behind one, as CSV with the question in it."""
    try:
        question = question_of(request.POST)
        export = take(Asker.staff(request.user), question, behind_of(request.POST), request.POST.get("what", FIGURES))
    except BadQuestion as bad:
        return _wrong(request, bad)
    except NoLake as away:
        return _away(request, away)
    return _file(export)


def question_of(said: QueryDict) -> Question:
    """The question of an address or a form. Raises BadQuestion."""
    today = timezone.now().date()
    names = ("unit", "cohort", "promise", "timezone", "as_of")
    by = [name for name in said.getlist("by") if name]
    return asked(
        start=said.get("from", "") or (today - timedelta(days=USUAL_DAYS - 1)).isoformat(),
        end=said.get("to", "") or today.isoformat(),
        by=",".join(by) if "by" in said else "week",
        where=[each for each in said.getlist("where") if each],
        **{name: said.get(name, "") for name in names},
    )


def _file(export: Export) -> HttpResponseBase:
    answer = StreamingHttpResponse(as_csv(export), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{export.name}.csv"'
    return answer


def _wrong(request: HttpRequest, bad: BadQuestion) -> HttpResponse:
    return _page(request, 422, {"problems": bad.errors})


def _away(request: HttpRequest, away: NoLake) -> HttpResponse:
    response = _page(request, AWAY, {"away": str(away)})
    response["Retry-After"] = "10"
    return response


def _page(request: HttpRequest, status: int, about: dict[str, Any]) -> HttpResponse:
    said = request.POST if request.method == "POST" else request.GET
    given = {name: said.get(name, "") for name in ("from", "to", "timezone", "as_of")}
    return render(request, "support/reports/report.html", about | {"choices": choices(None, given)}, status=status)
