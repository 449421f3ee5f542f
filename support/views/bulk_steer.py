"""Starting, deciding on and steering a bulk job, each at its own address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from dashboard.permissions import Permission, requires
from support.audit.record import LONGEST_REASON
from support.bulk.decide import approve, decline
from support.bulk.models import JobState
from support.bulk.steer import cancel, pause, resume, retry_failed, start
from support.bulk.totals import totals
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused
from support.shown.bulk_job import acts_of
from support.views.bulk import drawn, find

LONGEST_NUMBER: Final = 20
STARTED: Final = "Started. The first rows go alone; what comes of each shows here by itself."
TO_APPROVE: Final = "Approval is asked for. You will be told."


@requires(Permission.BULK)
@require_POST
def bulk_start(request: HttpRequest, job_id: str) -> HttpResponse:
    """Begin it, or ask for the approval that it needs. Whoever starts many rows types how many."""
    job, asker = find(job_id), Asker.staff(request.user)
    typed = request.POST.get("number", "").strip()[:LONGEST_NUMBER]
    number = acts_of(job, asker, totals(job)).number
    if number and typed.replace(",", "") != str(number):
        return drawn(request, job, 422, problem=f"Type {number}, the number of rows, to start them.", field="number")
    return _steered(request, job_id, lambda: start(asker, job_id), "")


@requires(Permission.DECIDE_BULK)
@require_POST
def bulk_approve(request: HttpRequest, job_id: str) -> HttpResponse:
    """Let it go, exactly as it was looked at."""
    asker, digest = Asker.staff(request.user), request.POST.get("digest", "")
    return _steered(
        request, job_id, lambda: approve(asker, job_id, digest, _reason(request)), "Approved: it begins now."
    )


@requires(Permission.DECIDE_BULK)
@require_POST
def bulk_decline(request: HttpRequest, job_id: str) -> HttpResponse:
    """Say no, with a reason."""
    asker = Asker.staff(request.user)
    said = "Declined. Whoever asked is told."
    return _steered(request, job_id, lambda: decline(asker, job_id, _reason(request)), said)


@requires(Permission.STEER_BULK)
@require_POST
def bulk_pause(request: HttpRequest, job_id: str) -> HttpResponse:
    """Send nothing more for now."""
    asker = Asker.staff(request.user)
    return _steered(request, job_id, lambda: pause(asker, job_id), "Paused. What was sent already goes on.")


@requires(Permission.STEER_BULK)
@require_POST
def bulk_resume(request: HttpRequest, job_id: str) -> HttpResponse:
    """Go on."""
    asker = Asker.staff(request.user)
    return _steered(request, job_id, lambda: resume(asker, job_id), "It goes on.")


@requires(Permission.STEER_BULK)
@require_POST
def bulk_cancel(request: HttpRequest, job_id: str) -> HttpResponse:
    """Do not send what is not sent yet."""
    asker = Asker.staff(request.user)
    said = "Cancelled. What was sent already goes on; nothing more is sent."
    return _steered(request, job_id, lambda: cancel(asker, job_id), said)


@requires(Permission.STEER_BULK)
@require_POST
def bulk_retry_failed(request: HttpRequest, job_id: str) -> HttpResponse:
    """Ask again for the rows that failed or were refused, and for no other."""
    asker = Asker.staff(request.user)
    return _steered(request, job_id, lambda: retry_failed(asker, job_id), "Only what failed is tried again.")


def _steered(request: HttpRequest, job_id: str, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it, and back to the page; where it is refused, the page as it is now says why."""
    try:
        act()
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        return drawn(request, find(job_id), 422, problem=str(invalid), field="reason", reason=_reason(request))
    except (Refused, Busy) as refusal:
        return drawn(request, find(job_id), 409, problem=str(refusal), reason=_reason(request))
    messages.success(request, said or _started(job_id))
    return HttpResponseRedirect(reverse("bulk-job", args=[job_id]))


def _started(job_id: str) -> str:
    return TO_APPROVE if find(job_id).state == JobState.AWAITING_APPROVAL else STARTED


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")[:LONGEST_REASON]
