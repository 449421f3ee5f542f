"""Printers' calls: those that nobody understood first, one with its body, processing it again, dismissing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from orders.projections import keys
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere, Refused
from support.shown.pages import number_from
from support.shown.webhooks import LABELS, webhook_list, webhook_page
from support.webhooks.listing import find_call
from support.webhooks.mend import dismiss, process_again
from support.webhooks.models import WebhookState


@requires(Permission.VIEW_WEBHOOKS)
@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """One page of calls by state and printer, and what we could not tell printers."""
    printer_id = request.GET.get("printer", "")
    if printer_id and not keys.usable(printer_id):
        raise Http404
    number = number_from(request.GET.get("page", ""))
    page = webhook_list(request.GET.get("state", "raised"), printer_id, number)
    return render(request, "support/webhooks/list.html", {"page": page})


@requires(Permission.VIEW_WEBHOOKS)
@require_safe
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One call: what came, and what it became."""
    return _page(request, webhook_id)


@requires(Permission.MEND_WEBHOOK)
@require_POST
def webhook_again(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Process it with what its printer's words mean now."""
    try:
        call = process_again(Asker.staff(request.user), webhook_id)
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Refused as refusal:
        return _page(request, webhook_id, 409, problem=str(refusal))
    done = call.state == WebhookState.PROCESSED
    (messages.success if done else messages.warning)(request, f"Processed again: {LABELS[call.state].lower()}.")
    return HttpResponseRedirect(reverse("webhook", args=[webhook_id]))


@requires(Permission.MEND_WEBHOOK)
@require_POST
def webhook_dismiss(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Nothing is to be done about it, for a reason."""
    reason = request.POST.get("reason", "")
    try:
        dismiss(Asker.staff(request.user), webhook_id, reason)
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        return _page(request, webhook_id, 422, problem=str(invalid), typed=reason)
    except Refused as refusal:
        return _page(request, webhook_id, 409, problem=str(refusal))
    messages.success(request, "Dismissed. It stays in the list of those.")
    return HttpResponseRedirect(reverse("webhooks"))


def _page(request: HttpRequest, webhook_id: int, status: int = 200, problem: str = "", typed: str = "") -> HttpResponse:
    call = find_call(webhook_id)
    if call is None:
        raise Http404
    shown = {"page": webhook_page(call), "problem": problem, "typed": typed, "longest": LONGEST_REASON}
    return render(request, "support/webhooks/one.html", shown, status=status)
