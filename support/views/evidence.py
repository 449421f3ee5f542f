"""The evidence of an escalation: all of it, a file that is announced, links for its customer."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.commands.asker import Asker
from support.escalations.listing import find_escalation
from support.escalations.models import Escalation
from support.evidence import bucket, expect, links
from support.shown.evidence import shown_evidence
from support.views.evidence_answers import Problem, announced, context, done, refused, to_escalation, wants_json
from support.views.evidence_policy import uploads


@requires(Permission.VIEW_EVIDENCE)
@require_safe
@uploads
def evidence(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """All of it; for the page that is open the files alone, or 204 while they are what it shows."""
    found = _found(escalation_id)
    if not is_htmx(request):
        return _page(request, found)
    shown = shown_evidence(found, request.user)
    if shown is not None and shown.version == request.GET.get("v", ""):
        return HttpResponse(status=204)
    return render(request, "support/evidence/files.html", {"evidence": shown})


@requires(Permission.ADD_EVIDENCE)
@require_POST
@uploads
def evidence_add(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """A file is about to be sent: to a script the form for it, to a person the page with the form."""
    told = expect.Announced(
        escalation_id=escalation_id,
        shows=request.POST.get("shows", ""),
        name=request.POST.get("name", ""),
        key=request.POST.get("key", ""),
    )
    try:
        file = done(partial(expect.expect, Asker.staff(request.user), told))
    except Problem as problem:
        return refused(problem) if wants_json(request) else _page(request, _found(escalation_id), problem)
    if not wants_json(request):
        return HttpResponseRedirect(reverse("evidence-upload", args=[file.pk]))
    form = bucket.form(bucket.incoming(file.escalation_id, file.pk))
    return announced(form, file.pk, reverse("evidence-sent", args=[file.pk]))


@requires(Permission.ADD_EVIDENCE)
@require_POST
@uploads
def evidence_link(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """A link for its customer, shown this once."""
    wanted, language = request.POST.getlist("wanted"), request.POST.get("language", "")
    make = partial(links.make_link, Asker.staff(request.user), escalation_id, wanted, language)
    try:
        address = done(make)
    except Problem as problem:
        return _page(request, _found(escalation_id), problem)
    return render(request, "support/evidence/link_made.html", {"address": address, "escalation_id": escalation_id})


@requires(Permission.ADD_EVIDENCE)
@require_POST
def evidence_revoke(request: HttpRequest, link_id: int) -> HttpResponse:
    """A link is to be good no more."""
    try:
        link = done(partial(links.revoke, Asker.staff(request.user), link_id))
    except Problem as problem:
        return HttpResponse(problem.words, status=problem.status, content_type="text/plain")
    return to_escalation(request, link.escalation_id, "The link cannot be used any more.")


def _page(request: HttpRequest, found: Escalation, problem: Problem | None = None) -> HttpResponse:
    about = context(problem, escalation=found, evidence=shown_evidence(found, request.user))
    return render(request, "support/evidence/page.html", about, status=problem.status if problem else 200)


def _found(escalation_id: str) -> Escalation:
    found = find_escalation(escalation_id)
    if found is None:
        raise Http404
    return found
