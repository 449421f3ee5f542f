"""Letters to printers: which one counts for each reason; one with its preview and history, written, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.printer_rules.check import LONGEST_BODY, LONGEST_SUBJECT
from support.printer_rules.letters import bring_back, tidy, write
from support.printer_rules.refusals import Overtaken
from support.printer_rules.templates import Template
from support.reasons import reasons
from support.shown.printer_rules_letters import ANY, Place, example, letter_list, letter_page
from support.views.printer_rules import printer_or_404, version_from

WRITTEN = "The letter is written. It counts from now on; before one is sent, whoever sends it sees it."
BACK = "Done: the letter that is shown here counts now."


@requires(Permission.VIEW_PRINTER_RULES)
@require_safe
def letters(request: HttpRequest, printer_id: str = "") -> HttpResponse:
    """The letters of one printer, or those of all."""
    page = letter_list(printer_or_404(printer_id) if printer_id else None)
    return render(request, "support/printer_rules/letters.html", {"page": page})


@requires(Permission.VIEW_PRINTER_RULES)
@require_safe
def letter(request: HttpRequest, reason: str, printer_id: str = "") -> HttpResponse:
    """One letter: its words, how they read, and its history."""
    return _page(request, _place(printer_id, reason))


@requires(Permission.MANAGE_PRINTER_RULES)
@require_POST
def letter_write(request: HttpRequest, reason: str, printer_id: str = "") -> HttpResponse:
    """Write it anew."""
    place, asker, draft = _place(printer_id, reason), Asker.staff(request.user), _draft(request)
    about: dict[str, Any] = {"why": request.POST.get("reason", ""), "seen": version_from(request.POST.get("seen", ""))}
    act = lambda: write(asker, place.printer_id, place.reason, draft, **about)  # noqa: E731
    return _act(request, place, act, "write", WRITTEN, draft)


@requires(Permission.MANAGE_PRINTER_RULES)
@require_POST
def letter_back(request: HttpRequest, reason: str, printer_id: str = "") -> HttpResponse:
    """Bring back an earlier version, or take back what was written here."""
    place, asker = _place(printer_id, reason), Asker.staff(request.user)
    former, seen = version_from(request.POST.get("to", "")), version_from(request.POST.get("seen", ""))
    why = request.POST.get("reason", "")
    act = lambda: bring_back(asker, place.printer_id, place.reason, former, why=why, seen=seen)  # noqa: E731
    return _act(request, place, act, "back", BACK)


@requires(Permission.MANAGE_PRINTER_RULES)
@require_POST
def letter_preview(request: HttpRequest, reason: str, printer_id: str = "") -> HttpResponse:
    """How the words typed so far read; without scripts, the whole page with them."""
    place, draft = _place(printer_id, reason), _draft(request)
    if not is_htmx(request):
        return _page(request, place, draft=draft, form="write")
    sample, trouble = example(place, draft)
    return render(request, "support/printer_rules/preview.html", {"sample": sample, "trouble": trouble})


def _act(
    request: HttpRequest,
    place: Place,
    act: Callable[[], object],
    form: str,
    said: str,
    draft: Template | None = None,
) -> HttpResponse:
    """Do it, and go to the letter; where it is refused, its page says why, with what was typed."""
    try:
        act()
    except NotThere as error:
        return _page(request, place, 422, draft, form=form, problems={"to": str(error)})
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        return _page(request, place, 422, draft, form=form, problems=invalid.errors)
    except Overtaken as refusal:
        return _page(request, place, 409, draft, form=form, problems={"": str(refusal)})
    messages.success(request, said)
    return HttpResponseRedirect(place.address())


def _page(
    request: HttpRequest, place: Place, status: int = 200, draft: Template | None = None, **about: Any
) -> HttpResponse:
    shown = {"page": letter_page(place, draft), "sent": request.POST, "longest": LONGEST_REASON, **about}
    return render(request, "support/printer_rules/letter.html", shown, status=status)


def _place(printer_id: str, reason: str) -> Place:
    """What the address names. Raises Http404."""
    if reason != ANY and reason not in reasons():
        raise Http404
    return Place(printer=printer_or_404(printer_id) if printer_id else None, reason="" if reason == ANY else reason)


def _draft(request: HttpRequest) -> Template:
    """What was typed; a little more than may be kept, so that it is refused and not cut."""
    subject, body = request.POST.get("subject", ""), tidy(request.POST.get("body", ""))
    return Template(subject.strip()[: 2 * LONGEST_SUBJECT], body[: 2 * LONGEST_BODY])
