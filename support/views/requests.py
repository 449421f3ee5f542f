"""Reprints that somebody asks for and somebody else decides on: the form, the lists, the page of one, the decision."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.contract.model import CommandKind
from support.audit.record import LONGEST_REASON
from support.commands.ask import look
from support.commands.asker import Asker
from support.commands.kinds import ACTS, replaceable
from support.commands.listing import commands_of
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused, Stale, UnderWay
from support.commands.situation import check_commands
from support.commands.wish import LONGEST_KEY, Wish
from support.requests.ask import ask_for, check_no_request
from support.requests.decide import approve, decline, withdraw
from support.requests.listing import MOST, closed_requests, find_request, open_requests, own_requests
from support.shown.acts import ASK_LABELS
from support.shown.form import form_page
from support.shown.pages import number_from
from support.shown.requests import request_page, shown_requests
from support.views import drafts

A_PAGE: Final = 50
LONGEST_DIGITS: Final = 15
APPROVED: Final = "Approved, and requested. Its steps show here by themselves."
FORM = ["GET", "HEAD", "POST"]


@requires(Permission.ASK_REPRINT)
@require_http_methods(FORM)
def ask_reprint(request: HttpRequest, order_id: str, print_job_id: str) -> HttpResponse:
    """Ask for another copy at the same printer."""
    return _ask(request, Wish(kind=CommandKind.REPRINT, order_id=order_id, print_job_id=print_job_id))


@requires(Permission.ASK_REPRINT)
@require_http_methods(FORM)
def ask_reroute(request: HttpRequest, order_id: str, print_job_id: str) -> HttpResponse:
    """Ask for another copy at another printer."""
    return _ask(request, Wish(kind=CommandKind.REROUTE, order_id=order_id, print_job_id=print_job_id))


@requires(Permission.VIEW_REQUESTS)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for somebody to decide, oldest first; the list alone for the page that is open."""
    asker, found = Asker.staff(request.user), open_requests()
    shown = {
        "requests": shown_requests(found[:MOST], asker),
        "more": len(found) > MOST,
        "now": timezone.now(),
    }
    return render(request, "support/requests_now.html" if is_htmx(request) else "support/requests.html", shown)


@requires(Permission.VIEW_REQUESTS)
@require_safe
def requests_own(request: HttpRequest) -> HttpResponse:
    """What one has asked for oneself, newest first."""
    return _paged(request, own_requests(request.user.pk), "own")


@requires(Permission.VIEW_REQUESTS)
@require_safe
def requests_closed(request: HttpRequest) -> HttpResponse:
    """What was decided, withdrawn, or has expired, newest first."""
    return _paged(request, closed_requests(), "closed")


@requires(Permission.VIEW_REQUESTS)
@require_safe
def one_request(request: HttpRequest, request_id: str) -> HttpResponse:
    """One request: what was asked for and why, how the order stands, and the forms to decide."""
    return _one(request, request_id)


@requires(Permission.DECIDE_REQUEST)
@require_POST
def request_approve(request: HttpRequest, request_id: str) -> HttpResponse:
    """Let it become a command."""
    asker, version = Asker.staff(request.user), _number(request.POST.get("version", ""))
    words = request.POST.get("reason", "")[:LONGEST_REASON]
    return _decide(request, request_id, lambda: approve(asker, request_id, version=version, words=words), APPROVED)


@requires(Permission.DECIDE_REQUEST)
@require_POST
def request_decline(request: HttpRequest, request_id: str) -> HttpResponse:
    """Say no, with a reason."""
    asker, reason = Asker.staff(request.user), request.POST.get("reason", "")[:LONGEST_REASON]
    return _decide(request, request_id, lambda: decline(asker, request_id, reason), "Declined. Whoever asked is told.")


@requires(Permission.ASK_REPRINT)
@require_POST
def request_withdraw(request: HttpRequest, request_id: str) -> HttpResponse:
    """Take back what one has asked for."""
    asker = Asker.staff(request.user)
    return _decide(request, request_id, lambda: withdraw(asker, request_id), "Withdrawn.")


def _ask(request: HttpRequest, wish: Wish) -> HttpResponse:
    if request.method != "POST":
        return _form(request, replace(wish, key=uuid.uuid4().hex, cause=request.GET.get("cause", "")))
    wish = replace(
        wish,
        key=request.POST.get("key", "")[:LONGEST_KEY],
        cause=request.POST.get("cause", ""),
        words=request.POST.get("words", "")[:LONGEST_REASON],
        printer_id=request.POST.get("printer_id", ""),
        version=_number(request.POST.get("version", "")),
    )
    try:
        ask_for(Asker.staff(request.user), wish)
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _form(request, wish, 422, problem=problem, field=field)
    except (Stale, Refused, UnderWay, Busy) as refusal:
        return _form(request, wish, 409, problem=str(refusal))
    except NotThere as error:
        raise Http404 from error
    drafts.drop_of_form(request)
    messages.success(request, "Asked for. Somebody else decides; you will be told.")
    return _to(request, f"{reverse('order', args=[wish.order_id])}#order-requests")


def _form(request: HttpRequest, wish: Wish, status: int = 200, **about: Any) -> HttpResponse:
    """The form on the order as it is now, with what was typed; why there is none where there is nothing to ask for."""
    asked, target = commands_of(wish.order_id), None
    act = replace(ACTS[wish.kind], label=ASK_LABELS[wish.kind])
    try:
        situation = look(wish.order_id, asked, timezone.now())
        check_commands(asked, wish)
        check_no_request(wish.order_id, wish.print_job_id)
        aim = replaceable if wish.kind is CommandKind.REROUTE else act.aim
        target = aim(situation, replace(wish, cause=""))
    except NotThere as error:
        raise Http404 from error
    except UnderWay as found:
        about |= {"problem": about.get("problem") or str(found), "existing": found.existing}
    except Refused as refusal:
        about |= {"problem": str(refusal)}
    page = form_page(situation.story, act, replace(wish, version=situation.story.version), target, **about)
    template = "support/order/act_form.html" if is_htmx(request) else "support/order_act.html"
    return render(request, template, {"page": page, "longest": LONGEST_REASON, "asks": True}, status=status)


def _decide(request: HttpRequest, request_id: str, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it, and go to the order; where it is refused, the request as it is now says why."""
    try:
        act()
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        return _one(request, request_id, 422, str(invalid))
    except (Stale, Refused, UnderWay, Busy) as refusal:
        return _one(request, request_id, 409, str(refusal))
    messages.success(request, said)
    found = find_request(request_id)
    address = reverse("order", args=[found.order_id]) if found else reverse("requests")
    return _to(request, f"{address}#order-requests")


def _one(request: HttpRequest, request_id: str, status: int = 200, problem: str = "") -> HttpResponse:
    found = find_request(request_id)
    if found is None:
        raise Http404
    try:
        situation = look(found.order_id, commands_of(found.order_id), timezone.now())
    except NotThere as error:
        raise Http404 from error
    typed = request.POST.get("reason", "")[:LONGEST_REASON]
    page = request_page(found, Asker.staff(request.user), situation, problem=problem, reason=typed)
    return render(request, "support/requests_one.html", {"page": page, "longest": LONGEST_REASON}, status=status)


def _paged(request: HttpRequest, found: Any, which: str) -> HttpResponse:
    asker = Asker.staff(request.user)
    page = Paginator(found, A_PAGE).get_page(number_from(request.GET.get("page", "")))
    shown = {
        "which": which,
        "requests": shown_requests(list(page.object_list), asker),
        "page": page,
        "now": timezone.now(),
    }
    return render(request, "support/requests_past.html", shown)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS else None
