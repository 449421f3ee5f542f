"""Bulk jobs: their list, the page of one, its rows page by page, and the question an open page asks again and again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.audit.record import LONGEST_REASON
from support.bulk.listing import find_job
from support.bulk.models import BulkJob
from support.bulk.totals import totals
from support.commands.asker import Asker
from support.shown.bulk_job import job_page
from support.shown.bulk_list import Wanted as WantedJobs
from support.shown.bulk_list import list_page
from support.shown.bulk_live import live, seen_from
from support.shown.bulk_rows import Wanted


@requires(Permission.VIEW_BULK)
@require_safe
def bulk(request: HttpRequest) -> HttpResponse:
    """The jobs that the address asks for, newest first; the list alone for the page that is open."""
    me = Asker.staff(request.user).actor.id
    try:
        page = list_page(WantedJobs.read(request.GET.dict(), me), me, request.GET.get("after", ""))
    except ValueError as error:
        raise BadRequest("there is no such list") from error
    return render(
        request, "support/bulk/list_now.html" if is_htmx(request) else "support/bulk/list.html", {"page": page}
    )


@requires(Permission.VIEW_BULK)
@require_safe
def bulk_job(request: HttpRequest, job_id: str) -> HttpResponse:
    """The whole page of one."""
    return drawn(request, find(job_id))


@requires(Permission.VIEW_BULK)
@require_safe
def bulk_rows(request: HttpRequest, job_id: str) -> HttpResponse:
    """The rows that the address asks for, on a page that keeps up as the job's own does."""
    job, wanted = find(job_id), _wanted(request)
    if is_htmx(request):
        return _fresh(request, job, wanted, "support/bulk/rows_live.html")
    return drawn(request, job, template="support/bulk/rows.html", wanted=wanted)


@requires(Permission.VIEW_BULK)
@require_safe
def bulk_now(request: HttpRequest, job_id: str) -> HttpResponse:
    """204 while what the page shows still holds, which costs three counts in SQL; its parts anew once it does not."""
    if not is_htmx(request):
        return HttpResponseRedirect(reverse("bulk-job", args=[job_id]))
    return _fresh(request, find(job_id), None, "support/bulk/job_live.html")


def find(job_id: str) -> BulkJob:
    """A job with its people. Raises Http404."""
    found = find_job(job_id)
    if found is None:
        raise Http404
    return found


def drawn(
    request: HttpRequest, job: BulkJob, status: int = 200, template: str = "support/bulk/job.html", **about: Any
) -> HttpResponse:
    """The page of a job as it is now."""
    counts, now = totals(job), timezone.now()
    page = job_page(job, Asker.staff(request.user), counts, now, live(job, counts, now), **about)
    return render(request, template, {"page": page, "longest": LONGEST_REASON}, status=status)


def _fresh(request: HttpRequest, job: BulkJob, wanted: Wanted | None, template: str) -> HttpResponse:
    """What is new to an open page. What somebody may be typing in is drawn anew only where the job's state is another:
    then it could not be sent any more.
    """
    seen, counts, now = seen_from(request.GET.dict()), totals(job), timezone.now()
    fresh = live(job, counts, now)
    if fresh.mark == seen.mark:
        return HttpResponse(status=204)
    page = job_page(job, Asker.staff(request.user), counts, now, fresh, wanted=wanted)
    about = {"page": page, "longest": LONGEST_REASON, "fragment": True, "moved": seen.state != job.state}
    return render(request, template, about)


def _wanted(request: HttpRequest) -> Wanted:
    try:
        return Wanted.read(request.GET.dict())
    except ValueError as error:
        raise BadRequest("there is no such list") from error
