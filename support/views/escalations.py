"""Escalations: the queue, the board, the page of one, and each change of it at its own address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.read import load_story
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused
from support.escalations import change, move
from support.escalations.listing import find_escalation
from support.escalations.models import Escalation
from support.escalations.refusals import AlreadyOpen, Changed
from support.escalations.wanted import Wanted, sums
from support.notes import drafts
from support.notes.models import LONGEST_TEXT
from support.printer_api.mend import once_more
from support.reveals.held import Subject
from support.shown.escalation_list import board_page, escalations_page, version
from support.shown.escalation_page import Typed, escalation_page, version_of
from support.shown.reveals import ShownReveal, shown_reveal
from support.views.evidence_policy import uploads

LONGEST_DIGITS = 9
Act = Callable[[Asker], Escalation]


@requires(Permission.VIEW_ESCALATIONS)
@require_safe
def escalations(request: HttpRequest) -> HttpResponse:
    """The queue that the address asks for; for the page that is open, 204 while what it shows still holds."""
    wanted = _wanted(request)
    if _holds(request, wanted):
        return HttpResponse(status=204)
    try:
        page = escalations_page(wanted, request.GET.get("after", ""))
    except ValueError as error:
        raise BadRequest("there is no such list") from error
    template = "support/escalations/list_now.html" if is_htmx(request) else "support/escalations/list.html"
    return render(request, template, {"page": page})


@requires(Permission.VIEW_ESCALATIONS)
@require_safe
def escalations_board(request: HttpRequest) -> HttpResponse:
    """The live ones by state."""
    wanted = _wanted(request)
    if _holds(request, wanted):
        return HttpResponse(status=204)
    template = "support/escalations/board_now.html" if is_htmx(request) else "support/escalations/board.html"
    return render(request, template, {"page": board_page(wanted)})


@requires(Permission.VIEW_ESCALATIONS)
@require_safe
def escalation(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """One; for the page that is open, what is not a form of it, or 204 while that holds."""
    found = _found(escalation_id)
    if not is_htmx(request):
        return _one(request, found)
    if request.GET.get("v", "") == version_of(found, timezone.now(), _reveal(request, found)):
        return HttpResponse(status=204)
    drawn = _number(request.GET.get("drawn", "")) or 0
    return _one(request, found, template="support/escalations/one_now.html", drawn=drawn)


@requires(Permission.MOVE_ESCALATION)
@require_POST
def escalation_move(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """To another state, with words."""
    to, text = request.POST.get("to", ""), request.POST.get("text", "")
    typed = Typed(form="move", to=to, text=text[: 2 * LONGEST_TEXT])
    act = partial(move.move, escalation_id=escalation_id, to=to, text=text, seen=_seen(request))
    return _act(request, escalation_id, typed, act, "Moved.")


@requires(Permission.MOVE_ESCALATION)
@require_POST
def escalation_owner(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """To a colleague, or to oneself."""
    person, seen = _number(request.POST.get("owner", "")) or 0, _seen(request)
    act = partial(change.assign, escalation_id=escalation_id, person_id=person, seen=seen)
    return _act(request, escalation_id, Typed(form="owner"), act, "It has a new owner.")


@requires(Permission.MOVE_ESCALATION)
@require_POST
def escalation_severity(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """How bad it is."""
    severity, seen = request.POST.get("severity", ""), _seen(request)
    typed = Typed(form="severity", severity=severity)
    act = partial(change.rate, escalation_id=escalation_id, severity=severity, seen=seen)
    return _act(request, escalation_id, typed, act, "Its severity and its deadline are changed.")


@requires(Permission.ESCALATE)
@require_POST
def escalation_words(request: HttpRequest, escalation_id: str) -> HttpResponse:
    """What else is known."""
    text = request.POST.get("text", "")
    typed = Typed(form="words", text=text[: 2 * LONGEST_TEXT])
    act = partial(change.say, escalation_id=escalation_id, text=text)
    return _act(request, escalation_id, typed, act, "Added.")


@requires(Permission.MOVE_ESCALATION)
@require_POST
def escalation_call_again(request: HttpRequest, escalation_id: str, call_id: str) -> HttpResponse:
    """Have its printer told once more what it refused, or what could not be said."""
    act = partial(once_more, escalation_id=escalation_id, call_id=call_id)
    return _act(request, escalation_id, Typed(form="call"), act, "It is on its way again.")


def _act(request: HttpRequest, escalation_id: str, typed: Typed, act: Act, said: str) -> HttpResponse:
    """Do it, and show it; where it is refused, as it is now with what was typed."""
    try:
        act(Asker.staff(request.user))
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _refused(request, escalation_id, typed, problem, 422, field=field)
    except AlreadyOpen as found:
        return _refused(request, escalation_id, typed, str(found), 409, existing=found.existing.pk)
    except (Changed, Refused, Busy) as refusal:
        return _refused(request, escalation_id, typed, str(refusal), 409)
    if isinstance(request.user, User) and typed.text:
        drafts.drop(request.user, f"escalation:{escalation_id}:{typed.form}")
    messages.success(request, said)
    return _to(request, reverse("escalation", args=[escalation_id]))


def _refused(
    request: HttpRequest, escalation_id: str, typed: Typed, problem: str, status: int, **more: str
) -> HttpResponse:
    return _one(request, _found(escalation_id), typed=replace(typed, problem=problem, **more), status=status)


@uploads
def _one(
    request: HttpRequest,
    found: Escalation,
    *,
    typed: Typed | None = None,
    status: int = 200,
    template: str = "support/escalations/one.html",
    drawn: int = 0,
) -> HttpResponse:
    story = load_story(found.order_id) if found.order_id else None
    page = escalation_page(found, story, Asker.staff(request.user), typed, drawn, _reveal(request, found))
    about: dict[str, Any] = {"page": page, "longest": LONGEST_TEXT}
    return render(request, template, about, status=status)


def _reveal(request: HttpRequest, found: Escalation) -> ShownReveal | None:
    """What whoever looks is shown of its order just now."""
    return shown_reveal(request.user, Subject.order(found.order_id)) if found.order_id else None


def _found(escalation_id: str) -> Escalation:
    found = find_escalation(escalation_id)
    if found is None:
        raise Http404
    return found


def _wanted(request: HttpRequest) -> Wanted:
    try:
        return Wanted.read(request.GET.dict(), request.user.pk)
    except ValueError as error:
        raise BadRequest("there is no such list") from error


def _holds(request: HttpRequest, wanted: Wanted) -> bool:
    """Whether the page that is open shows all there is."""
    seen = request.GET.get("v", "")
    return bool(seen) and is_htmx(request) and seen == version(sums(wanted), wanted)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _seen(request: HttpRequest) -> int | None:
    """The number of changes that the form was drawn with; a form that says none was never drawn."""
    return _number(request.POST.get("seen", "")) or 0


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS else None
