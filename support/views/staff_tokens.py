"""Tokens of programs: those there are, making one, revoking one."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.models import ApiToken
from dashboard.permissions import Permission, requires
from dashboard.roles import Role
from dashboard.tokens import LIFETIME, LONGEST_NAME, MOST_DAYS, scopes_for
from support.audit.record import LONGEST_REASON
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.shown.pages import number_from, sliced
from support.staff import tokens
from support.staff.deciding import Changed

ON_A_PAGE = 50
LONGEST_DIGITS = 6
TWICE = "This form was sent before, and the token was made. Revoke it here if its text is lost, and make another."
REVOKED = "It was revoked already."


@requires(Permission.VIEW_STAFF)
@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    """Every token, newest first."""
    return _list(request)


@requires(Permission.MANAGE_TOKENS)
@require_http_methods(["GET", "HEAD", "POST"])
def token_new(request: HttpRequest) -> HttpResponse:
    """The form, for the role that is chosen. POST makes the token and shows its text, this once."""
    sent = request.POST if request.method == "POST" else request.GET
    role = Role(sent["role"]) if sent.get("role") in set(Role) else None
    if request.method != "POST":
        return _form(request, role)
    if role is None:
        return _form(request, None, 422, problems={"role": "Choose a role first."})
    name, scopes = request.POST.get("name", ""), request.POST.getlist("scopes")
    reason, key = request.POST.get("reason", ""), request.POST.get("key", "")
    try:
        if not _is_key(key):
            raise Changed
        token, plain = tokens.make(_who(request), name, role, scopes, _days(request), reason, key)
    except Invalid as invalid:
        typed = {"name": name, "ticked": scopes, "days": request.POST.get("days", ""), "reason": reason}
        return _form(request, role, 422, key=key, problems=invalid.errors, **typed)
    except Changed:
        return _list(request, 409, problem=TWICE)
    except NotAllowed as error:
        raise PermissionDenied from error
    return render(request, "support/staff_token_made.html", {"token": token, "plain": plain})


@requires(Permission.MANAGE_TOKENS)
@require_POST
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Let a token open nothing any more."""
    reason = request.POST.get("reason", "")
    try:
        token = tokens.revoke(_who(request), token_id, reason)
    except Invalid as invalid:
        return _list(request, 422, problem=invalid.errors["reason"], at=token_id)
    except Changed:
        return _list(request, 409, problem=REVOKED)
    except NotAllowed as error:
        raise PermissionDenied from error
    except NotThere as error:
        raise Http404 from error
    messages.success(request, f"The token “{token.name}” opens nothing any more.")
    return HttpResponseRedirect(reverse("staff-tokens"))


def _list(request: HttpRequest, status: int = 200, **about: Any) -> HttpResponse:
    every = list(ApiToken.objects.order_by("-created_at", "-pk"))
    now = timezone.now()
    page = sliced([(token, token.is_live(now)) for token in every], number_from(request.GET.get("page", "")), ON_A_PAGE)
    shown = {"page": page, "now": now, "longest": LONGEST_REASON, **about}
    return render(request, "support/staff_tokens.html", shown, status=status)


def _form(request: HttpRequest, role: Role | None, status: int = 200, **about: Any) -> HttpResponse:
    offered = sorted(scopes_for(role)) if role else []
    shown: dict[str, Any] = {"role": role, "roles": list(Role), "offered": offered, "days": LIFETIME.days}
    shown |= {"key": uuid.uuid4().hex, "longest": LONGEST_REASON, "longest_name": LONGEST_NAME, "most": MOST_DAYS}
    return render(request, "support/staff_token_new.html", {**shown, **about}, status=status)


def _days(request: HttpRequest) -> int:
    """0, which is refused, where no number was typed."""
    text = request.POST.get("days", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS else 0


def _is_key(text: str) -> bool:
    return len(text) == len(uuid.uuid4().hex) and text.isascii() and text.isalnum()


def _who(request: HttpRequest) -> User:
    return cast(User, request.user)
