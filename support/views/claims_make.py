"""Making a claim because of an escalation."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dashboard.permissions import Permission, requires
from support.claims.amounts import Basis
from support.claims.make import Wanted, make_claim
from support.claims.refusals import ClaimExists
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused
from support.commands.wish import LONGEST_KEY
from support.escalations.listing import find_escalation
from support.escalations.models import Escalation
from support.notes.models import LONGEST_TEXT
from support.shown.claim_form import ClaimForm, Typed, claim_form, minor
from support.views.claims import to


@requires(Permission.MAKE_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_make(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """The form, with what is known filled in; and what was sent with it."""
    escalation = find_escalation(escalation_id)
    if escalation is None:
        raise Http404
    if request.method != "POST":
        return _form(request, escalation)
    typed = _typed(request)
    try:
        made = make_claim(Asker.staff(request.user), _wanted(request, escalation, typed))
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _form(request, escalation, replace(typed, field=field, problem=problem), 422)
    except ClaimExists as error:
        return _form(request, escalation, replace(typed, problem=str(error), existing=error.existing.pk), 409)
    except (Refused, Busy) as refusal:
        return _form(request, escalation, replace(typed, problem=str(refusal)), 409)
    messages.success(request, "Claimed. It goes out with its escalation; until then its clock runs.")
    return to(request, reverse("claim", args=[made.pk]))


def _wanted(request: HttpRequest, escalation: Escalation, typed: Typed) -> Wanted:
    """What was typed. Raises Invalid."""
    form = claim_form(escalation, Asker.staff(request.user), typed)
    currency = (typed.currency or form.currency).strip().upper()
    own = typed.basis == Basis.OWN
    amount = minor(typed.amount, currency) if own else None
    return Wanted(
        escalation_id=escalation.pk,
        amount=amount,
        currency=currency if own else "",
        basis=typed.basis,
        text=typed.text,
        key=typed.key,
    )


def _typed(request: HttpRequest) -> Typed:
    sent = {name: request.POST.get(name, "")[: 2 * LONGEST_TEXT] for name in ("basis", "amount", "currency", "text")}
    return Typed(**sent, key=request.POST.get("key", "")[:LONGEST_KEY])


def _form(request: HttpRequest, escalation: Escalation, typed: Typed | None = None, status: int = 200) -> HttpResponse:
    page: ClaimForm = claim_form(escalation, Asker.staff(request.user), typed)
    return render(request, "support/claims/new.html", {"claiming": page, "longest": LONGEST_TEXT}, status=status)
