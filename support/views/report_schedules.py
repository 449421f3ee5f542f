"""Reports by mail: which there are, having one sent, ending one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.report_runs import schedule as scheduling
from support.report_runs.covers import NAMES, Covers, Every
from support.report_runs.listing import last_runs
from support.report_runs.listing import schedules as every_schedule
from support.report_runs.schedule import Wanted, readers
from support.shown.report_runs import TIMES, shown_schedule

FIELDS = ("name", "query", "covers", "every", "hour", "timezone")
USUAL = {"covers": Covers.LAST_WEEK.value, "every": Every.WEEK.value, "hour": "7", "timezone": "UTC"}


@requires(Permission.VIEW_REPORTS)
@require_safe
def schedules(request: HttpRequest) -> HttpResponse:
    """Everybody's, what comes next first; the form, about the report whose address it came with."""
    said = request.GET
    typed = USUAL | {"query": scheduling.kept(said.urlencode()), "timezone": said.get("timezone", "") or "UTC"}
    person = Asker.staff(request.user).person
    return _page(request, typed, {person.pk} if person else set())


@requires(Permission.SCHEDULE_REPORT)
@require_POST
def schedule_new(request: HttpRequest) -> HttpResponse:
    """Have it mailed from now on."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    chosen = {int(each) for each in request.POST.getlist("recipient") if each.isascii() and each.isdigit()}
    try:
        made = scheduling.schedule(Asker.staff(request.user), Wanted(**typed, recipients=chosen))
    except Invalid as invalid:
        return _page(request, typed, chosen, invalid.errors, status=422)
    except NotAllowed as error:
        raise PermissionDenied from error
    messages.success(request, f"“{made.name}” is mailed from now on.")
    return HttpResponseRedirect(reverse("report-schedules"))


@requires(Permission.SCHEDULE_REPORT)
@require_POST
def schedule_end(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """No more of it."""
    try:
        ended = scheduling.end(Asker.staff(request.user), schedule_id)
    except NotThere as error:
        raise Http404(str(error)) from error
    except NotAllowed as error:
        raise PermissionDenied from error
    messages.success(request, f"“{ended.name}” is mailed no more.")
    return HttpResponseRedirect(reverse("report-schedules"))


def _page(
    request: HttpRequest,
    typed: dict[str, str],
    chosen: set[int],
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    found, viewer = list(every_schedule()), Asker.staff(request.user).person
    last = last_runs(found)
    shown: dict[str, Any] = {
        "schedules": [shown_schedule(each, last.get(each.pk), viewer) for each in found],
        "typed": typed,
        "people": [(each, each.pk in chosen) for each in readers()],
        "covers": [(each.value, NAMES[each], each.value == typed["covers"]) for each in Covers],
        "every": [(each.value, TIMES[each], each.value == typed["every"]) for each in Every],
        "hours": [(str(hour), str(hour) == typed["hour"]) for hour in range(24)],
        "problems": problems or {},
        "can_send": bool(settings.MAIL_FROM),
    }
    return render(request, "support/report_runs/schedules.html", shown, status=status)
