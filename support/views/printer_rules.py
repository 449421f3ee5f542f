"""Printers' rules: the list of all, and one printer's with its form, its history and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from orders.contract.model import Printer
from orders.printers import find_printer
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.printer_rules.change import bring_back, change
from support.printer_rules.refusals import Overtaken
from support.printer_rules.typed import rules_from
from support.shown.printer_rules import rules_list, rules_page

CHANGED = "The rules are changed. They count from now on."
BACK = "An earlier version counts again."
LONGEST_DIGITS = 6


@requires(Permission.VIEW_PRINTER_RULES)
@require_safe
def printer_rules_list(request: HttpRequest) -> HttpResponse:
    """Every printer, with how it is told and who changed that last."""
    return render(request, "support/printer_rules/list.html", {"lines": rules_list()})


@requires(Permission.VIEW_PRINTER_RULES)
@require_safe
def printer_rules(request: HttpRequest, printer_id: str) -> HttpResponse:
    """What holds with one printer, its form for who may change it, and its history."""
    return _page(request, printer_or_404(printer_id))


@requires(Permission.MANAGE_PRINTER_RULES)
@require_POST
def printer_rules_change(request: HttpRequest, printer_id: str) -> HttpResponse:
    """Let other rules hold from now on."""
    asker, reason = Asker.staff(request.user), request.POST.get("reason", "")
    seen = version_from(request.POST.get("seen", ""))
    return _act(
        request,
        printer_or_404(printer_id),
        lambda: change(asker, printer_id, rules_from(request.POST), reason, seen),
        "change",
        CHANGED,
    )


@requires(Permission.MANAGE_PRINTER_RULES)
@require_POST
def printer_rules_back(request: HttpRequest, printer_id: str) -> HttpResponse:
    """Let an earlier version hold again."""
    asker, reason = Asker.staff(request.user), request.POST.get("reason", "")
    former, seen = version_from(request.POST.get("to", "")), version_from(request.POST.get("seen", ""))
    return _act(
        request,
        printer_or_404(printer_id),
        lambda: bring_back(asker, printer_id, former, reason, seen),
        "back",
        BACK,
    )


def _act(request: HttpRequest, printer: Printer, act: Callable[[], object], form: str, said: str) -> HttpResponse:
    """Do it, and go to the rules; where it is refused, their page says why, with what was typed."""
    try:
        act()
    except NotThere as error:
        return _page(request, printer, 422, form=form, problems={"to": str(error)})
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        return _page(request, printer, 422, form=form, problems=invalid.errors)
    except Overtaken as refusal:
        return _page(request, printer, 409, form=form, problems={"": str(refusal)})
    messages.success(request, said)
    return HttpResponseRedirect(reverse("printer-rules", args=[printer.printer_id]))


def _page(request: HttpRequest, printer: Printer, status: int = 200, **about: Any) -> HttpResponse:
    may = Asker.staff(request.user).may(Permission.MANAGE_PRINTER_RULES)
    sent = request.POST if about.get("form") == "change" else None
    shown = {"page": rules_page(printer, sent, plain=may), "sent": request.POST, "longest": LONGEST_REASON, **about}
    return render(request, "support/printer_rules/rules.html", shown, status=status)


def printer_or_404(printer_id: str) -> Printer:
    """A printer by its id. Raises Http404."""
    printer = find_printer(printer_id)
    if printer is None:
        raise Http404
    return printer


def version_from(digits: str) -> int:
    """The version that a form names; one that there is not where it names none."""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_DIGITS else -1
