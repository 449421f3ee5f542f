"""One file of evidence: sent without scripts, looked at, said what it shows, withdrawn."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from support.commands.asker import Asker
from support.evidence import arrive, bucket, change
from support.evidence import look as looking
from support.evidence.listing import evidence_of, find_evidence
from support.evidence.models import Evidence, EvidenceState
from support.reveals.held import revealed
from support.shown.evidence import choices, shown_file, told
from support.views.evidence_answers import Problem, context, done, to_escalation, wants_json
from support.views.evidence_policy import uploads


@requires(Permission.VIEW_EVIDENCE)
@require_safe
@uploads
def one(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """A file, and what may be done with it."""
    return _page(request, _found(evidence_id))


@requires(Permission.ADD_EVIDENCE)
@require_safe
@uploads
def upload(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """A form that sends one file to the bucket, without any script, and comes back to its escalation."""
    file = _found(evidence_id)
    back = reverse("escalation", args=[file.escalation_id])
    if file.state != EvidenceState.EXPECTED:
        return HttpResponseRedirect(back)
    form = bucket.form(bucket.incoming(file.escalation_id, file.pk), request.build_absolute_uri(back))
    about = {"file": file, "form": form, "shows": told(file.shows), "back": back}
    return render(request, "support/evidence/upload.html", about)


@requires(Permission.ADD_EVIDENCE)
@require_POST
def sent(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """Whether it is there, as the bucket says."""
    file = done(partial(arrive.sent, Asker.staff(request.user), evidence_id))
    if wants_json(request):
        return JsonResponse({"state": file.state})
    return to_escalation(request, file.escalation_id)


@requires(Permission.VIEW_EVIDENCE)
@require_safe
def small(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """To the small picture; to the blurred one unless its order is revealed to whoever asks."""
    file = done(partial(looking.ready, evidence_id))
    order_id = file.escalation.order_id
    sharp = bool(order_id) and revealed(request.user, order_id) is not None
    return HttpResponseRedirect(looking.preview(file, sharp=sharp))


@requires(Permission.VIEW_EVIDENCE)
@require_POST
@uploads
def look(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """To the whole picture; the audit knows."""
    return HttpResponseRedirect(done(partial(looking.look, Asker.staff(request.user), evidence_id)))


@requires(Permission.ADD_EVIDENCE)
@require_POST
@uploads
def shows(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """What it shows."""
    act = partial(change.assign, Asker.staff(request.user), evidence_id, request.POST.get("shows", ""))
    try:
        file = done(act)
    except Problem as problem:
        return _page(request, _found(evidence_id), problem)
    return to_escalation(request, file.escalation_id, "Changed.")


@requires(Permission.ADD_EVIDENCE)
@require_POST
@uploads
def withdraw(request: HttpRequest, evidence_id: str) -> HttpResponse:
    """Away with it."""
    try:
        file = done(partial(change.withdraw, Asker.staff(request.user), evidence_id))
    except Problem as problem:
        return _page(request, _found(evidence_id), problem)
    return to_escalation(request, file.escalation_id, "The photo is withdrawn.")


def _page(request: HttpRequest, file: Evidence, problem: Problem | None = None) -> HttpResponse:
    order_id = file.escalation.order_id
    named = bool(order_id) and revealed(request.user, order_id) is not None
    shown = shown_file(file, evidence_of(file.escalation_id), named=named)
    may_add = Asker.staff(request.user).may(Permission.ADD_EVIDENCE)
    about = context(problem, shown=shown, choices=choices(), may_add=may_add, sharp=named)
    return render(request, "support/evidence/one.html", about, status=problem.status if problem else 200)


def _found(evidence_id: str) -> Evidence:
    found = find_evidence(evidence_id)
    if found is None:
        raise Http404
    return found
