"""Secrets shared with a printer: those there are, adding one (shown this once), retiring one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from orders.contract.model import Printer
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere, Refused
from support.printer_rules.models import SecretKind
from support.printer_rules.secrets import add_secret, retire
from support.shown.printer_rules_secrets import KINDS, secrets_page
from support.views.printer_rules import printer_or_404, version_from

KEPT = "The secret is kept, encrypted. It is not shown again."
RETIRED = "The secret is retired: it is not taken from now on."
NO_KIND = "Choose what it is for."


@requires(Permission.VIEW_PRINTER_RULES)
@require_safe
def secrets(request: HttpRequest, printer_id: str) -> HttpResponse:
    """Every secret by its kind, hint and dates."""
    return _page(request, printer_or_404(printer_id))


@requires(Permission.MANAGE_PRINTER_RULES)
@require_POST
def secret_add(request: HttpRequest, printer_id: str) -> HttpResponse:
    """Add one. What was made here is shown in the answer, and never again; what was typed in is not shown at all."""
    printer, kind = printer_or_404(printer_id), request.POST.get("kind", "")
    if kind not in set(SecretKind):
        return _page(request, printer, 422, form="", problems={"kind": NO_KIND})
    given, reason = request.POST.get("given", ""), request.POST.get("reason", "")
    try:
        asker, seen = Asker.staff(request.user), version_from(request.POST.get("seen", ""))
        secret = add_secret(asker, printer_id, SecretKind(kind), reason, given, seen=seen)
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        return _page(request, printer, 422, form=kind, problems=invalid.errors)
    except Refused as refusal:
        return _page(request, printer, 409, form=kind, problems={"": str(refusal)})
    if given.strip():
        return _done(request, printer, KEPT)
    shown = {"printer": printer, "secret": secret, "label": KINDS[SecretKind(kind)][0]}
    return render(request, "support/printer_rules/secret_made.html", shown)


@requires(Permission.MANAGE_PRINTER_RULES)
@require_POST
def secret_retire(request: HttpRequest, printer_id: str, secret_id: int) -> HttpResponse:
    """Let one count no more."""
    printer, form = printer_or_404(printer_id), f"retire-{secret_id}"
    try:
        retire(Asker.staff(request.user), secret_id, request.POST.get("reason", ""), printer_id)
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        return _page(request, printer, 422, form=form, problems=invalid.errors)
    except Refused as refusal:
        return _page(request, printer, 409, form=form, problems={"": str(refusal)})
    return _done(request, printer, RETIRED)


def _page(request: HttpRequest, printer: Printer, status: int = 200, **about: Any) -> HttpResponse:
    shown = {"page": secrets_page(printer), "sent": request.POST, "longest": LONGEST_REASON, **about}
    return render(request, "support/printer_rules/secrets.html", shown, status=status)


def _done(request: HttpRequest, printer: Printer, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("printer-secrets", args=[printer.printer_id]))
