"""The printers: the board of all, the page of one, and giving one no new work from here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused
from support.printers.pauses import pause, resume
from support.shown.pages import number_from
from support.shown.printers import shown_board
from support.shown.printers_page import printer_page as shown_page

NO_TIME: Final = "This is no date and time. Write it as 2026-12-31 14:00, or leave it empty."


@requires(Permission.VIEW_PRINTERS)
@require_safe
def printers(request: HttpRequest) -> HttpResponse:
    """All printers, worst first; the cards alone for the page that is open."""
    template = "support/printers/board.html" if is_htmx(request) else "support/printers/page.html"
    return render(request, template, {"board": shown_board(by_country="country" in request.GET)})


@requires(Permission.VIEW_PRINTERS)
@require_safe
def printer(request: HttpRequest, printer_id: str) -> HttpResponse:
    """One printer: how it does, its days, open jobs and pauses; what moves alone for the page that is open."""
    return _page(request, printer_id)


@requires(Permission.PAUSE_PRINTER)
@require_POST
def printer_pause(request: HttpRequest, printer_id: str) -> HttpResponse:
    """Give it no new work, until a time or until somebody resumes it."""
    asker, reason = Asker.staff(request.user), request.POST.get("reason", "")[:LONGEST_REASON]
    said = "Paused here. New reprints and reroutes avoid it; those who print are told."
    return _act(
        request, printer_id, lambda: pause(asker, printer_id, reason=reason, until=_until(request)), "pause", said
    )


@requires(Permission.PAUSE_PRINTER)
@require_POST
def printer_resume(request: HttpRequest, printer_id: str) -> HttpResponse:
    """Give it new work again."""
    asker, reason = Asker.staff(request.user), request.POST.get("reason", "")[:LONGEST_REASON]
    said = "Resumed. It gets new work again; those who print are told."
    return _act(request, printer_id, lambda: resume(asker, printer_id, reason=reason), "resume", said)


def _act(request: HttpRequest, printer_id: str, act: Callable[[], object], form: str, said: str) -> HttpResponse:
    """Do it, and go to the printer; where it is refused, its page says why."""
    try:
        act()
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _page(request, printer_id, 422, form=form, field=field, problem=problem)
    except (Refused, Busy) as refusal:
        return _page(request, printer_id, 409, form=form, problem=str(refusal))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("printer", args=[printer_id]))


def _page(request: HttpRequest, printer_id: str, status: int = 200, **about: Any) -> HttpResponse:
    page = shown_page(printer_id, number_from(request.GET.get("page", "")))
    if page is None:
        raise Http404
    shown = {"page": page, "longest": LONGEST_REASON, "typed": request.POST, "may_move": _may_move(request), **about}
    moving = is_htmx(request) and request.method != "POST"
    template = "support/printers/one_now.html" if moving else "support/printers/one.html"
    return render(request, template, shown, status=status)


def _may_move(request: HttpRequest) -> bool:
    asker = Asker.staff(request.user)
    return asker.may(Permission.BULK) and asker.may(Permission.REROUTE)


def _until(request: HttpRequest) -> datetime | None:
    """The time that was typed, in the zone of the pages. Raises Invalid."""
    typed = request.POST.get("until", "").strip()
    if not typed:
        return None
    try:
        found = datetime.fromisoformat(typed)
        return found if timezone.is_aware(found) else timezone.make_aware(found)
    except (ValueError, OverflowError) as error:
        raise Invalid(until=NO_TIME) from error
