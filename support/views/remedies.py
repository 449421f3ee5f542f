"""Making a problem right: the step with what would be done, and doing it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dashboard.middleware import is_htmx
from dashboard.permissions import Permission, requires
from orders.read import load_story
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, KeyUsed, NotAllowed, NotThere, Stale
from support.commands.wish import LONGEST_KEY
from support.escalations.escalate import Problem
from support.notes.drafts import drop_under, kept_under
from support.notes.models import LONGEST_TEXT
from support.reasons import reasons
from support.remedies.amounts import minor_from
from support.remedies.make_right import make_right, planned
from support.remedies.models import Message, Remedy
from support.remedies.plan import Plan
from support.remedies.refusals import OtherPlan, PartRefused
from support.remedies.wanted import Part, Wanted
from support.shown.escalation_form import NAMES, WHOLE, likely_reason
from support.shown.remedy_form import remedy_form

LONGEST_DIGITS: Final = 15
FIRST_REASON: Final = "print_quality"
TEXTS: Final = ("subject", "text", "note", "letter")
CHOICES: Final = ("severity", "language", "printer_id")


@requires(Permission.MAKE_RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def order_remedy(request: HttpRequest, order_id: str) -> HttpResponse:
    """The step as the address has it; and all of it done, where it is sent."""
    if request.method != "POST":
        return _step(request, _chosen(request, order_id))
    try:
        wanted = _sent(request.POST, order_id)
        made = make_right(Asker.staff(request.user), wanted)
    except NotThere as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except Invalid as invalid:
        return _step(request, _chosen(request, order_id), 422, invalid.errors)
    except PartRefused as refused:
        return _refused(request, wanted, refused)
    except (Stale, OtherPlan, KeyUsed, Busy) as refusal:
        return _step(request, replace(wanted, version=None, plan=""), 409, {"order": str(refusal)})
    return _made(request, made)


def _refused(request: HttpRequest, wanted: Wanted, refused: PartRefused) -> HttpResponse:
    if isinstance(refused.cause, Invalid):
        return _step(request, wanted, 422, refused.cause.errors)
    words = "This part is not yours to do." if isinstance(refused.cause, NotAllowed) else str(refused)
    return _step(request, wanted, 409, {refused.part.value: words})


def _step(
    request: HttpRequest, wanted: Wanted, status: int = 200, problems: Mapping[str, str] | None = None
) -> HttpResponse:
    """The step on the order as it is now. A key is good for one sending that says the same."""
    asker = Asker.staff(request.user)
    try:
        plan = _planned(asker, wanted)
    except NotThere as error:
        raise Http404 from error
    subject = request.POST.get("about") or request.GET.get("about") or WHOLE
    typed = kept_under(request.user, _place(wanted.order_id)) if isinstance(request.user, User) else {}
    page = remedy_form(plan, subject, typed, problems)
    template = "support/remedies/step.html" if is_htmx(request) else "support/remedies/page.html"
    told = {"page": page, "longest": LONGEST_TEXT, "longest_words": LONGEST_REASON, "place": _place(wanted.order_id)}
    return render(request, template, told, status=status)


def _planned(asker: Asker, wanted: Wanted) -> Plan:
    """The plan; what cannot be together is chosen anew. Raises NotThere."""
    now, key = timezone.now(), wanted.key or uuid.uuid4().hex
    plain = Wanted(order_id=wanted.order_id, reason=wanted.reason, key=key)
    tries = (
        replace(wanted, key=key),
        replace(plain, **{name: getattr(wanted, name) for name in ("line_id", "print_job_id", "parcel_id")}),
        plain,
        replace(plain, reason=FIRST_REASON),
    )
    for attempt in tries[:-1]:
        try:
            return planned(asker, attempt, now)
        except Invalid:
            continue
    return planned(asker, tries[-1], now)


def _chosen(request: HttpRequest, order_id: str) -> Wanted:
    """What the address, or the form, says so far; the rest is as it is suggested."""
    sent = request.POST if request.method == "POST" else request.GET
    try:
        wanted = _sent(sent, order_id)
    except Invalid:
        wanted = Wanted(order_id=order_id, reason=sent.get("reason", ""), **_named(sent))
    if not wanted.reason or wanted.reason not in reasons():
        story = load_story(order_id)
        if story is None:
            raise Http404
        about = Problem(order_id=order_id, reason="", key="k", **_named(sent))
        wanted = replace(wanted, reason=likely_reason(story, about) or FIRST_REASON)
    return replace(wanted, key=wanted.key or uuid.uuid4().hex)


def _sent(sent: QueryDict, order_id: str) -> Wanted:
    """Out of a form. Choices that were made for another problem or resolution count no more. Raises Invalid."""
    reason, resolution = sent.get("reason", ""), sent.get("resolution", "")
    same_reason = sent.get("for_reason", reason) == reason
    resolution = resolution if same_reason else ""
    same = same_reason and sent.get("for_resolution", "") == resolution != ""
    wanted = Wanted(
        order_id=order_id,
        reason=reason,
        resolution=resolution,
        words=sent.get("words", "")[: LONGEST_REASON + 1],
        version=_number(sent.get("version", "")),
        plan=sent.get("plan", ""),
        key=sent.get("key", "")[:LONGEST_KEY],
        **_named(sent),
    )
    return replace(wanted, **_choices(sent)) if same else wanted


def _choices(sent: QueryDict) -> dict[str, Any]:
    """What was chosen beside the problem and the resolution. Raises Invalid."""
    told: dict[str, Any] = {name: sent.get(name, "") for name in CHOICES}
    told |= {name: sent[name] for name in TEXTS if name in sent}
    told["parts"] = frozenset(part for part in Part if part in sent.getlist("part"))
    told["link"], told["send"] = sent.get("link") == "1", sent.get("send") == "1"
    message = sent.get("message", "")
    told["message"] = Message(message) if message in (Message.MAIL, Message.COPIED) else None
    told["amount"] = minor_from("amount", sent.get("amount", ""), sent.get("currency", ""))
    told["claimed"] = minor_from("claimed", sent.get("claimed", ""), sent.get("claim_currency", ""))
    return told


def _made(request: HttpRequest, made: Remedy) -> HttpResponse:
    """Back to the order, where its parts show by themselves how far they are."""
    if isinstance(request.user, User):
        drop_under(request.user, _place(made.order_id))
    messages.success(request, "Done in one step. Its parts show here by themselves.")
    address = f"{reverse('order', args=[made.order_id])}#remedy-{made.pk}"
    if not is_htmx(request):
        return HttpResponseRedirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _place(order_id: str) -> str:
    """Where drafts of the step are kept; the field follows."""
    return f"right:{order_id}:"


def _named(sent: QueryDict) -> dict[str, Any]:
    """What is named by the form's choice, as "line:l1"; nothing where that is the whole order."""
    kind, _, id_ = sent.get("about", "").partition(":")
    return {NAMES[kind]: id_} if kind in NAMES and id_ else {}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS else None
