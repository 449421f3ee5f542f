"""Starting, deciding on and steering a bulk job, each at its own address."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from dashboard.permissions import Permission, requires
from support.audit.record import LONGEST_REASON
from support.bulk.decide import approve, decline
from support.bulk.models import BulkJob, JobState
from support.bulk.refusals import NothingToDo, NotNow
from support.bulk.steer import cancel, pause, resume, retry_failed, start
from support.bulk.totals import totals
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused
from support.notes import drafts
from support.shown.bulk_job import acts_of
from support.views.bulk import drawn, find

LONGEST_NUMBER: Final = 20
BEGUN: Final = (JobState.CANARY, JobState.RUNNING)
STARTED: Final = "Started. What comes of each row shows here by itself."
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
    return _steered(request, job_id, start, "", JobState.AWAITING_APPROVAL, *BEGUN)


@requires(Permission.DECIDE_BULK)
@require_POST
def bulk_approve(request: HttpRequest, job_id: str) -> HttpResponse:
    """Let it go, exactly as it was looked at."""
    act = partial(approve, digest=request.POST.get("digest", ""), words=_reason(request))
    return _steered(request, job_id, act, "Approved: it begins now.", *BEGUN)


@requires(Permission.DECIDE_BULK)
@require_POST
def bulk_decline(request: HttpRequest, job_id: str) -> HttpResponse:
    """Say no, with a reason."""
    act = partial(decline, reason=_reason(request))
    return _steered(request, job_id, act, "Declined. Whoever asked is told.", JobState.DECLINED)


@requires(Permission.STEER_BULK)
@require_POST
def bulk_pause(request: HttpRequest, job_id: str) -> HttpResponse:
    """Send nothing more for now."""
    return _steered(request, job_id, pause, "Paused. What was sent already goes on.", JobState.PAUSED)


@requires(Permission.STEER_BULK)
@require_POST
def bulk_resume(request: HttpRequest, job_id: str) -> HttpResponse:
    """Go on."""
    return _steered(request, job_id, resume, "It goes on.", *BEGUN)


@requires(Permission.STEER_BULK)
@require_POST
def bulk_cancel(request: HttpRequest, job_id: str) -> HttpResponse:
    """Do not send what is not sent yet."""
    said = "Cancelled. What was sent already goes on; nothing more is sent."
    return _steered(request, job_id, cancel, said, JobState.CANCELLED)


@requires(Permission.STEER_BULK)
@require_POST
def bulk_retry_failed(request: HttpRequest, job_id: str) -> HttpResponse:
    """Ask again for the rows that failed or were refused, and for no other."""
    return _steered(request, job_id, retry_failed, "Only what failed is tried again.", *BEGUN)


def _steered(
    request: HttpRequest, job_id: str, act: Callable[[Asker, str], BulkJob], said: str, *wanted: JobState
) -> HttpResponse:
    """Do it, and back to the page; where it is refused, the page as it is now says why. A second click finds the job
    in a state that was ``wanted``, and that is well.
    """
    try:
        act(Asker.staff(request.user), job_id)
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        return drawn(request, find(job_id), 422, problem=str(invalid), field="reason", reason=_reason(request))
    except (Refused, Busy) as refusal:
        job = find(job_id)
        if not (isinstance(refusal, NotNow | NothingToDo) and job.state in wanted):
            return drawn(request, job, 409, problem=str(refusal), reason=_reason(request))
    else:
        _drop_draft(request, job_id)
        messages.success(request, said or _started(job_id))
    return HttpResponseRedirect(reverse("bulk-job", args=[job_id]))


def _started(job_id: str) -> str:
    return TO_APPROVE if find(job_id).state == JobState.AWAITING_APPROVAL else STARTED


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")[:LONGEST_REASON]


def _drop_draft(request: HttpRequest, job_id: str) -> None:
    """What was typed as a reason was sent."""
    if isinstance(request.user, User):
        drafts.drop(request.user, f"bulk:{job_id}")
