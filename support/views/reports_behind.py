"""The units behind any figure of a report, and both as a file."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from orders.sla.lake.local import NoLake
from orders.sla.report.blame import late_behind
from orders.sla.report.listing import Found, listed
from orders.sla.report.question import BadQuestion, Question
from orders.store import live_store
from support.commands.asker import Asker
from support.reports.behind import behind_of
from support.reports.export import FIGURES, Export, as_csv, take
from support.reports.pages import page_of
from support.reports.question import question_of
from support.shown.pages import number_from
from support.shown.report_behind import behind_page
from support.views.reports import is_away, wrong

A_PAGE: Final = 50


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_behind(request: HttpRequest) -> HttpResponse:
    """The units behind a figure, due first."""
    page, number = page_of(request.GET.get("on", "")), number_from(request.GET.get("page", ""))
    try:
        question = question_of(request.GET, page)
        found = _found(question, request.GET, number)
        shown = behind_page(question, behind_of(request.GET), found, number, A_PAGE, page, request.GET.get("step", ""))
    except BadQuestion as bad:
        return wrong(request, bad)
    except NoLake as away:
        return is_away(request, away)
    return render(request, "support/reports/behind.html", {"page": shown})


@requires(Permission.EXPORT_REPORT)
@require_POST
def report_export(request: HttpRequest) -> HttpResponseBase:
    """The figures of a report or a part of it, or the units behind one, as CSV with the question in it."""
    said, page = request.POST, page_of(request.POST.get("on", ""))
    try:
        question = question_of(said, page)
        asker, what = Asker.staff(request.user), said.get("what", FIGURES)
        export = take(asker, question, behind_of(said), what, step=said.get("step", ""), to_by=said.get("to_by", ""))
    except BadQuestion as bad:
        return wrong(request, bad)
    except NoLake as away:
        return is_away(request, away)
    return _file(export)


def _found(question: Question, said: QueryDict, number: int) -> Found:
    start, table = (number - 1) * A_PAGE, live_store().table
    if said.get("step", ""):
        return late_behind(question, said.get("step", ""), table, start=start, most=A_PAGE)
    return listed(question, behind_of(said), table, start=start, most=A_PAGE)


def _file(export: Export) -> HttpResponseBase:
    answer = StreamingHttpResponse(as_csv(export), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{export.name}.csv"'
    return answer
