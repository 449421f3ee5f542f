"""Staff: who works here, one colleague with their roles, and changing what they may, each change at its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.permissions import Permission, requires
from dashboard.roles import Role
from support.audit.record import LONGEST_REASON
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.shown.staff import Search, member_list, member_page
from support.staff import members
from support.staff.deciding import Changed

STALE = "Somebody has changed this account since you opened the page. See how it is now, then decide again."


@requires(Permission.VIEW_STAFF)
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody, by page; narrowed by words of a name and by role."""
    search = Search.read(request.GET)
    return render(request, "support/staff.html", {"search": search, "page": member_list(search), "roles": list(Role)})


@requires(Permission.VIEW_STAFF)
@require_safe
def member(request: HttpRequest, person_id: int) -> HttpResponse:
    """One colleague: their account, their roles and whether they count, and what may be changed."""
    return _page(request, person_id)


@requires(Permission.MANAGE_STAFF)
@require_POST
def member_roles(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give and take roles."""
    sent = request.POST.getlist("roles")
    wanted = {role for role in Role if role in sent}
    return _change(
        request,
        person_id,
        "roles",
        lambda reason, state: members.set_roles(_who(request), person_id, wanted, reason, state),
        "The roles are changed. They count from the next click.",
        ticked=wanted,
    )


@requires(Permission.MANAGE_STAFF)
@require_POST
def member_deactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a colleague in no more."""
    return _change(
        request,
        person_id,
        "active",
        lambda reason, state: members.deactivate(_who(request), person_id, reason, state),
        "The account is deactivated and signed out everywhere.",
    )


@requires(Permission.MANAGE_STAFF)
@require_POST
def member_reactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a colleague in again."""
    return _change(
        request,
        person_id,
        "active",
        lambda reason, state: members.reactivate(_who(request), person_id, reason, state),
        "The account works again, with the roles shown here.",
    )


@requires(Permission.MANAGE_STAFF)
@require_POST
def member_end_sessions(request: HttpRequest, person_id: int) -> HttpResponse:
    """Sign a colleague out everywhere."""
    return _change(
        request,
        person_id,
        "sessions",
        lambda reason, state: members.end_sessions(_who(request), person_id, reason, state),
        "They are signed out everywhere, from their next click.",
    )


def _change(
    request: HttpRequest,
    person_id: int,
    form: str,
    change: Callable[[str, str], object],
    done: str,
    **typed: Any,
) -> HttpResponse:
    """One of the forms of the page: back to it when it is done, or the page with what stands in the way."""
    reason = request.POST.get("reason", "")
    try:
        change(reason, request.POST.get("state", ""))
    except Invalid as invalid:
        field, problem = next(iter(invalid.errors.items()))
        return _page(request, person_id, 422, form=form, field=field, problem=problem, reason=reason, **typed)
    except Changed:
        return _page(request, person_id, 409, form=form, problem=STALE, reason=reason)
    except NotAllowed as error:
        raise PermissionDenied from error
    except NotThere as error:
        raise Http404 from error
    messages.success(request, done)
    return HttpResponseRedirect(reverse("staff-member", args=[person_id]))


def _page(request: HttpRequest, person_id: int, status: int = 200, **about: Any) -> HttpResponse:
    person = User.objects.select_related("member").filter(pk=person_id).first()
    if person is None:
        raise Http404
    page = member_page(person, _who(request))
    ticked = about.pop("ticked", {shown.role for shown in page.roles if shown.given})
    shown = {"page": page, "ticked": ticked, "longest": LONGEST_REASON, **about}
    return render(request, "support/staff_member.html", shown, status=status)


def _who(request: HttpRequest) -> User:
    return cast(User, request.user)
