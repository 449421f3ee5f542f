"""Shift handover: what a period was like, sending it to colleagues, and what was handed over before."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from dashboard.roles import Role
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.handover.listing import find_handover, handovers
from support.handover.period import Period
from support.handover.send import TO, Wish, hand_over
from support.handover.told import told
from support.shown.handover import PERSON, kept_page, new_page, past
from support.shown.pages import number_from

A_PAGE: Final = 50


@requires(Permission.HAND_OVER)
@require_safe
def handover_new(request: HttpRequest) -> HttpResponse:
    """What there is to hand over of the period that the address names."""
    now = timezone.now()
    try:
        return _page(request, Period.read(request.GET.dict(), now), request.GET, now)
    except Invalid as invalid:
        return _page(request, Period.read({}, now), request.GET, now, problems=invalid.errors)


@requires(Permission.HAND_OVER)
@require_POST
def handover_send(request: HttpRequest) -> HttpResponse:
    """Keep it as it is now, and tell colleagues."""
    now, period = timezone.now(), None
    try:
        period = Period.read(request.POST.dict(), now)
        made = hand_over(Asker.staff(request.user), _wish(request.POST, period), now)
    except Invalid as invalid:
        return _page(request, period or Period.read({}, now), request.POST, now, problems=invalid.errors)
    except NotAllowed as error:
        raise PermissionDenied from error
    messages.success(request, f"Handed over. Colleagues told: {made.told}.")
    return HttpResponseRedirect(reverse("handover", args=[made.pk]))


@requires(Permission.HAND_OVER)
@require_safe
def handover(request: HttpRequest, handover_id: str) -> HttpResponse:
    """One as it was handed over."""
    found = find_handover(handover_id)
    if found is None:
        raise Http404
    return render(request, "support/handover/kept.html", {"page": kept_page(found), "now": timezone.now()})


@requires(Permission.HAND_OVER)
@require_safe
def handover_past(request: HttpRequest) -> HttpResponse:
    """Those of before, newest first."""
    page = Paginator(handovers(), A_PAGE).get_page(number_from(request.GET.get("page", "")))
    shown = {"past": past(list(page.object_list)), "page": page, "now": timezone.now()}
    return render(request, "support/handover/past.html", shown)


def _wish(given: QueryDict, period: Period) -> Wish:
    return Wish(
        period=period,
        key=given.get("key", ""),
        words=given.get("words", ""),
        to=[role for role in TO if role in given.getlist("to")],
        by_person=given.get("by") == PERSON,
    )


def _page(
    request: HttpRequest, period: Period, given: QueryDict, now: datetime, *, problems: Mapping[str, str] | None = None
) -> HttpResponse:
    """The page of a period, with what was typed where there are problems."""
    by_person = given.get("by") == PERSON
    page = new_page(period, told(period, now, by_person=by_person), by_person=by_person)
    sent = request.method == "POST"
    context: dict[str, Any] = {
        "page": page,
        "problems": problems or {},
        "given": given if problems else {"begins": page.begins, "ends": page.ends},
        "to": [(role, _words(role), not sent or role in given.getlist("to")) for role in TO],
        "key": given.get("key", "") if sent else uuid.uuid4().hex,
        "longest": LONGEST_REASON,
        "now": now,
    }
    return render(request, "support/handover/new.html", context, status=422 if problems else 200)


def _words(role: Role) -> str:
    return {Role.OPS: "Ops", Role.SENIOR: "Senior agents"}.get(role, f"{role.capitalize()}s")
