"""Claims: the queue, its file, the page of one, and moving it on."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.http import StreamingHttpResponse as Streaming
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.claims.export import as_csv, take
from support.claims.listing import find_claim
from support.claims.models import Claim
from support.claims.move import LONGEST_NOTE, Settling, move_claim
from support.claims.refusals import ClaimChanged, ClaimExists
from support.claims.wanted import Wanted, sums
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused
from support.notes.models import LONGEST_TEXT
from support.shown.claim_form import minor
from support.shown.claim_list import claims_page, version
from support.shown.claim_page import Typed, claim_page

LONGEST_DIGITS = 9


@requires(Permission.VIEW_CLAIMS)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """The queue that the address asks for; for the page that is open, 204 while what it shows still holds."""
    wanted = _wanted(request, request.GET)
    seen = request.GET.get("v", "")
    if seen and is_htmx(request) and seen == version(sums(wanted), wanted):
        return HttpResponse(status=204)
    try:
        page = claims_page(wanted, request.GET.get("after", ""))
    except ValueError as error:
        raise BadRequest("there is no such list") from error
    template = "support/claims/list_now.html" if is_htmx(request) else "support/claims/list.html"
    return render(request, template, {"page": page})


@requires(Permission.EXPORT_REPORT)
@require_POST
def claims_export(request: HttpRequest) -> HttpResponseBase:
    """The claims of a list as CSV; the audit has it first."""
    wanted = _wanted(request, QueryDict(request.POST.get("query", "")))
    try:
        export = take(Asker.staff(request.user), wanted, timezone.now())
    except NotAllowed as error:
        raise PermissionDenied from error
    headers = {"Content-Disposition": f'attachment; filename="printdesk-claims-{export.at:%Y-%m-%dT%H%M}.csv"'}
    return Streaming(as_csv(export), content_type="text/csv; charset=utf-8", headers=headers)


@requires(Permission.VIEW_CLAIMS)
@require_safe
def claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """One; for the page that is open, what is no form of it, or 204 while that holds."""
    found = _found(claim_id)
    if not is_htmx(request):
        return _one(request, found)
    page = claim_page(found, Asker.staff(request.user), drawn=_number(request.GET.get("drawn", "")) or 0)
    if request.GET.get("v", "") == page.version:
        return HttpResponse(status=204)
    return render(request, "support/claims/one_now.html", {"page": page})


@requires(Permission.MAKE_CLAIM)
@require_POST
def claim_move(request: HttpRequest, claim_id: str) -> HttpResponse:
    """To another state, with what they say and give."""
    sent = {name: request.POST.get(name, "")[: 2 * LONGEST_TEXT] for name in ("to", "text", "granted", "credit_note")}
    found = _found(claim_id)
    try:
        granted = minor(sent["granted"], found.currency, "granted") if sent["granted"].strip() else None
        told = {"to": sent["to"], "text": sent["text"], "credit_note": sent["credit_note"]}
        seen = _number(request.POST.get("seen", "")) or 0
        move_claim(Asker.staff(request.user), claim_id, Settling(**told, granted=granted, seen=seen))
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _one(request, found, Typed(**sent, field=field, problem=problem), 422)
    except ClaimExists as error:
        return _one(request, found, Typed(**sent, problem=str(error), existing=error.existing.pk), 409)
    except (ClaimChanged, Refused, Busy) as refusal:
        return _one(request, _found(claim_id), Typed(**sent, problem=str(refusal)), 409)
    messages.success(request, "Recorded.")
    return to(request, reverse("claim", args=[claim_id]))


def to(request: HttpRequest, address: str) -> HttpResponse:
    """On to another page."""
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _one(request: HttpRequest, found: Claim, typed: Typed | None = None, status: int = 200) -> HttpResponse:
    page = claim_page(found, Asker.staff(request.user), typed)
    about = {"page": page, "longest": LONGEST_TEXT, "longest_note": LONGEST_NOTE}
    return render(request, "support/claims/one.html", about, status=status)


def _found(claim_id: str) -> Claim:
    found = find_claim(claim_id)
    if found is None:
        raise Http404
    return found


def _wanted(request: HttpRequest, asked: QueryDict) -> Wanted:
    try:
        return Wanted.read({name: str(asked[name]) for name in asked}, request.user.pk)
    except ValueError as error:
        raise BadRequest("there is no such list") from error


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS else None
