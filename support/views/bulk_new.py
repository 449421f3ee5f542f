"""From a selection to a bulk job: the form that confirms it, and the job that it becomes."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dashboard.limits import Limit, limit
from dashboard.permissions import Permission, requires
from support.audit.record import LONGEST_REASON
from support.bulk.acts import NEEDED
from support.bulk.models import BulkJob
from support.bulk.propose import Proposal, propose
from support.bulk.selection import Expired, Selection, Sent, selected, unsealed
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, NotAllowed, Refused
from support.commands.wish import LONGEST_KEY
from support.notes import drafts
from support.notes.models import LONGEST_TEXT
from support.shown.bulk import source_of
from support.shown.bulk_form import Typed, confirmation, draft_place

FORM = ["GET", "HEAD", "POST"]
PLANNING = "Selected. What each row would come to is being worked out; nothing is done before you start it."


@requires(Permission.BULK)
@require_http_methods(FORM)
def bulk_new(request: HttpRequest) -> HttpResponse:
    """The form for what was selected; with ``confirm`` the job. Rows are selected in queues, so a GET leads there."""
    if request.method != "POST" or not isinstance(request.user, User):
        return HttpResponseRedirect(reverse("queues"))
    asker, sent = Asker.staff(request.user), request.POST
    try:
        sealed = sent.get("selection", "")
        chosen = unsealed(sealed, request.user) if sealed else selected(Sent.of(sent), request.user)
    except Expired as expired:
        return _nothing(request, 409, str(expired))
    except Invalid as invalid:
        return _nothing(request, 422, str(invalid))
    if not asker.may(NEEDED[chosen.action]):
        raise PermissionDenied
    chosen = chosen.within(limit(asker.roles, Limit.BULK_ROWS))
    return _confirmed(request, asker, chosen) if sent.get("confirm") else _form(request, chosen)


def _confirmed(request: HttpRequest, asker: Asker, chosen: Selection) -> HttpResponse:
    try:
        job = propose(asker, _proposal(request, chosen))
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _form(request, chosen, 422, problem=problem, field=field)
    except (Refused, Busy) as refusal:
        return _form(request, chosen, 409, problem=str(refusal))
    return _made(request, job, chosen)


def _proposal(request: HttpRequest, chosen: Selection) -> Proposal:
    typed = _typed(request)
    return Proposal(
        action=chosen.action,
        chosen=chosen.rows,
        source=chosen.source,
        cause=typed.cause,
        words=typed.words,
        text=typed.text,
        severity=typed.severity,
        printer_id=typed.printer_id,
        key=request.POST.get("key", "")[:LONGEST_KEY],
    )


def _made(request: HttpRequest, job: BulkJob, chosen: Selection) -> HttpResponse:
    if isinstance(request.user, User):
        drafts.drop(request.user, draft_place(chosen.action))
    messages.success(request, PLANNING)
    return HttpResponseRedirect(reverse("bulk-job", args=[job.pk]))


def _typed(request: HttpRequest) -> Typed:
    sent = request.POST
    return Typed(
        cause=sent.get("cause", ""),
        words=sent.get("words", "")[:LONGEST_REASON],
        text=sent.get("text", "")[: LONGEST_TEXT + 1],
        severity=sent.get("severity", ""),
        printer_id=sent.get("printer_id", ""),
    )


def _form(request: HttpRequest, chosen: Selection, status: int = 200, **about: Any) -> HttpResponse:
    """The form; where it was sent already, with what was typed and with the same key."""
    sent = bool(request.POST.get("confirm"))
    typed = _typed(request) if sent else Typed()
    key = request.POST.get("key", "")[:LONGEST_KEY] if sent else ""
    sealed = chosen.sealed(request.user) if isinstance(request.user, User) else ""
    page = confirmation(chosen, sealed, key or uuid.uuid4().hex, typed, **about)
    about = {"page": page, "longest": LONGEST_REASON, "longest_text": LONGEST_TEXT}
    return render(request, "support/bulk/new.html", about, status=status)


def _nothing(request: HttpRequest, status: int, problem: str) -> HttpResponse:
    """Nothing to confirm: why, and the way back to where it can be selected."""
    sent = request.POST
    source = source_of({"queue": sent["queue"], "filters": sent.get("filters", "")} if "queue" in sent else {})
    about = {"problem": problem, "back": source.address, "queues": reverse("queues")}
    return render(request, "support/bulk/nothing.html", about, status=status)
