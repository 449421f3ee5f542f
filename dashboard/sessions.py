"""When a session is over: nothing done for an hour, a day's work long, or no role left. Held to on the server.

Only what a person does keeps a session alive: opening a page, sending a form, and what htmx sends because of a real
click or key press (app.js says so in a header). An open page that asks every few seconds does not, and neither does
any other request that a script makes by itself, unless somebody thinks of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dashboard.middleware import is_htmx
from dashboard.models import Member
from dashboard.permissions import CHECKED_BY_VIEW, Open, access_of, checks_itself
from dashboard.roles import confirmed_since, roles_of

SIGNED_IN_AT: Final = "signed_in_at"
SEEN_AT: Final = "seen_at"
TOUCH_SECONDS: Final = 60
"""A session is written at most so often."""

BY_HAND: Final = "X-By-Hand"


class Ended(StrEnum):
    """Why a session is over; its value travels to the page of signing in."""

    IDLE = "idle"
    LONG = "long"
    NO_ROLE = "no-role"
    UNCONFIRMED = "unconfirmed"


WORDS: Final[Mapping[str, str]] = {
    Ended.IDLE: "You were signed out because nothing was done here for a while.",
    Ended.LONG: "You were signed out because you had been signed in for long. Sign in again to go on.",
    Ended.NO_ROLE: "You were signed out because you have no role here any more.",
    Ended.UNCONFIRMED: (
        "You were signed out because your company account is not confirmed any more: it was closed or lost its "
        "groups, or the service that keeps it has not answered for long."
    ),
}


def begin(request: HttpRequest, **_signal: Any) -> None:
    """Start the clocks of a new session; hears Django's ``user_logged_in``."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = _now()


class SessionLimitsMiddleware:
    """Ends a session at the first request after it is over, and notes that somebody is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on: what needs no session is decided by its view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        """None goes on: as the person, or as nobody where the session was over, who is then sent to sign in."""
        if access_of(view) in CHECKED_BY_VIEW | {Open.SCRAPER} or not request.user.is_authenticated:
            return None
        if request.resolver_match and request.resolver_match.view_name == "sign-out":
            return None  # ends it anyway, and at Cognito too
        why = over(request)
        if why is None:
            touch(request)
            return None
        logout(request)
        request.session_ended = why  # type: ignore[attr-defined]
        if why is Ended.NO_ROLE and not is_htmx(request) and not checks_itself(view):
            return render(request, "dashboard/no_role.html", {"contact": settings.SIGN_IN_CONTACT}, status=403)
        return None


def over(request: HttpRequest) -> Ended | None:
    """Why the session of this request has ended; None while it goes on."""
    now = _now()
    if now - request.session.get(SIGNED_IN_AT, 0) >= settings.SESSION_COOKIE_AGE:
        return Ended.LONG
    if now - request.session.get(SEEN_AT, 0) >= settings.SESSION_IDLE_MINUTES * 60:
        return Ended.IDLE
    if roles_of(request.user):
        return None
    silent = Member.objects.filter(user=request.user.pk, subject__isnull=False).exclude(
        confirmed_at__gte=confirmed_since()
    )
    return Ended.UNCONFIRMED if silent.exists() else Ended.NO_ROLE


def touch(request: HttpRequest) -> None:
    """Note that a person is there."""
    if made_by_hand(request) and _now() - request.session[SEEN_AT] >= TOUCH_SECONDS:
        request.session[SEEN_AT] = _now()


def made_by_hand(request: HttpRequest) -> bool:
    """Whether a person made this request. Browsers say where they navigate; older ones and plain HTTP do not."""
    if BY_HAND in request.headers:
        return True
    return "HX-Request" not in request.headers and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _now() -> int:
    return int(timezone.now().timestamp())
