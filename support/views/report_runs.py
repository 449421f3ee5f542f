"""Files of reports that are written in the background: asking, how far one is, cancelling, fetching."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.sla.report.question import BadQuestion
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.report_runs import ask
from support.report_runs.fetch import NoFile, link_to
from support.report_runs.listing import run_of, runs_of
from support.report_runs.models import ReportRun
from support.shown.report_runs import shown_run
from support.views.reports import wrong

LIVE: Final = ask.LIVE


@requires(Permission.EXPORT_REPORT)
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """One's own files, the newest first."""
    person = Asker.staff(request.user).person
    shown = [shown_run(each) for each in runs_of(person)] if person else []
    return render(request, "support/report_runs/runs.html", {"runs": shown})


@requires(Permission.EXPORT_REPORT)
@require_POST
def run_ask(request: HttpRequest) -> HttpResponse:
    """Have the units behind a figure written to a file."""
    try:
        run = ask.ask(Asker.staff(request.user), request.POST)
    except BadQuestion as bad:
        return wrong(request, bad)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.errors.values()))
        return HttpResponseRedirect(reverse("report-runs"))
    except NotAllowed as error:
        raise PermissionDenied from error
    return HttpResponseRedirect(reverse("report-run", args=[run.pk]))


@requires(Permission.EXPORT_REPORT)
@require_safe
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    """How far a file is; the part that changes alone for the page that is open."""
    template = "support/report_runs/run_now.html" if is_htmx(request) else "support/report_runs/run.html"
    return render(request, template, {"run": shown_run(_one(run_id))})


@requires(Permission.EXPORT_REPORT)
@require_POST
def run_cancel(request: HttpRequest, run_id: str) -> HttpResponse:
    """Stop writing it."""
    try:
        ask.cancel(Asker.staff(request.user), run_id)
    except NotThere as error:
        raise Http404(str(error)) from error
    return HttpResponseRedirect(reverse("report-run", args=[run_id]))


@requires(Permission.EXPORT_REPORT)
@require_POST
def run_file(request: HttpRequest, run_id: str) -> HttpResponse:
    """Fetch it: a link that holds for a minute, and a row in the audit."""
    try:
        address = link_to(Asker.staff(request.user), _one(run_id))
    except NoFile as error:
        raise Http404(str(error)) from error
    return HttpResponseRedirect(address)


def _one(run_id: str) -> ReportRun:
    found = run_of(run_id)
    if found is None:
        raise Http404("There is no such file.")
    return found
