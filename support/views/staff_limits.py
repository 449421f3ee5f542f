"""Limits: every number with where it comes from, changing one, going back to the setting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.limits import MONEY, Limit, default
from dashboard.permissions import Permission, requires
from dashboard.roles import Role
from support.audit.record import LONGEST_REASON
from support.commands.refusals import Invalid, NotAllowed
from support.shown.staff_limits import NAMES, limit_groups, shown_limit
from support.staff.deciding import Changed
from support.staff.limits import LONGEST_CODE, Place, amount_from, exists, reset_limit, set_limit, spelled

STALE = "Somebody has changed this number since you opened the page. See what it is now, then decide again."
NO_CURRENCY = "Type a currency’s three letters, like EUR."


@requires(Permission.VIEW_STAFF)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Every limit of every role."""
    return render(request, "support/staff_limits.html", {"groups": limit_groups()})


@requires(Permission.MANAGE_LIMITS)
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, limit: str, role: str) -> HttpResponse:
    """One number. POST sets it."""
    place = _place(request, limit, role)
    if request.method != "POST":
        return _page(request, place)

    def change(who: User, reason: str, seen: str) -> None:
        if not exists(place):
            raise Invalid(currency=NO_CURRENCY)
        set_limit(who, place, amount_from(place, request.POST.get("amount", "")), reason, seen)

    return _change(request, place, change, "The limit is set. It counts from now on.")


@requires(Permission.MANAGE_LIMITS)
@require_POST
def limit_reset(request: HttpRequest, limit: str, role: str) -> HttpResponse:
    """Back to the setting."""
    place = _place(request, limit, role)

    def change(who: User, reason: str, seen: str) -> None:
        if not exists(place):
            raise Http404
        reset_limit(who, place, reason, seen)

    return _change(request, place, change, "The setting’s number counts again.", form="reset")


def _change(
    request: HttpRequest, place: Place, change: Callable[[User, str, str], None], done: str, form: str = "set"
) -> HttpResponse:
    reason, typed = request.POST.get("reason", ""), request.POST.get("amount", "")
    try:
        change(cast(User, request.user), reason, request.POST.get("seen", ""))
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        about = {"form": form, "field": field, "problem": problem, "reason": reason, "typed": typed}
        return _page(request, place, 422, **about)
    except Changed:
        return _page(request, place, 409, form=form, problem=STALE, reason=reason, typed=typed)
    except NotAllowed as error:
        raise PermissionDenied from error
    messages.success(request, done)
    return HttpResponseRedirect(reverse("staff-limits"))


def _page(request: HttpRequest, place: Place, status: int = 200, **about: Any) -> HttpResponse:
    """The form; of money without a currency, it asks for one."""
    known = exists(place)
    shown: dict[str, Any] = {"page": shown_limit(place) if known else None, "place": place, "title": NAMES[place.name]}
    unset = spelled(default(place.role, place.name, place.currency))
    shown |= {"money": place.name in MONEY, "unset": unset, "longest": LONGEST_REASON, **about}
    return render(request, "support/staff_limit.html", shown, status=status)


def _place(request: HttpRequest, limit: str, role: str) -> Place:
    """What the address names; 404 where a role has no such limit."""
    if limit not in set(Limit) or role not in set(Role):
        raise Http404
    asked = (request.POST if request.method == "POST" else request.GET).get("currency", "")
    place = Place(Limit(limit), Role(role), asked.strip().upper()[:LONGEST_CODE] if Limit(limit) in MONEY else "")
    if not exists(Place(place.name, place.role, "EUR" if place.name in MONEY else "")):
        raise Http404
    return place
