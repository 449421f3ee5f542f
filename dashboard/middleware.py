"""What holds for every answer: who may see it, that nothing keeps a copy of it, and what an error looks like."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode

from dashboard.permissions import CHECKED_BY_VIEW, Open, Permission, access_of, checks_itself, may
from dashboard.roles import roles_of
from orders.projections.aggregate import TornRead

log = logging.getLogger(__name__)

SAFE = frozenset({"GET", "HEAD"})
UNREADABLE = (BotoCoreError, ClientError, TornRead)
GetResponse = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """Refuse whatever has not been declared, asked by whoever is not known, or not allowed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision is taken once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the view run."""
        access = access_of(view)
        if access in CHECKED_BY_VIEW or checks_itself(view):
            return None
        if access is Open.SCRAPER:
            return None if knows_metrics_token(request) else unknown_program()
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if access is Open.SIGNED_IN or (isinstance(access, Permission) and may(roles_of(request.user), access)):
            return None
        return refuse(request, access)


def knows_metrics_token(request: HttpRequest) -> bool:
    """Whether a bearer token is one of METRICS_TOKEN. It is no row of ours, so that metrics outlive PostgreSQL."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    known = [constant_time_compare(given, token) for token in settings.METRICS_TOKEN]
    return kind.lower() == "bearer" and any(known)


def unknown_program() -> HttpResponse:
    """401 for whoever brings no token that is known."""
    return HttpResponse(
        "a bearer token is needed\n", status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"}
    )


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in and back again; a fragment's request makes the whole page go there."""
    htmx = is_htmx(request)
    wanted = current_path(request) if htmx else request.get_full_path() if request.method in SAFE else "/"
    ended = getattr(request, "session_ended", None)
    told = {"next": wanted} | ({"why": ended} if ended else {})
    target = f"{reverse('sign-in')}?{urlencode(told)}"
    if not htmx:
        return HttpResponseRedirect(target)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = target
    return answer


def refuse(request: HttpRequest, access: Permission | Open | None) -> HttpResponse:
    """The 403 page, in words."""
    if access is None:
        log.error("view without declared access refused: %s", request.resolver_match and request.resolver_match.route)
    return render(request, "403.html", {"permission": access}, status=403)


class NoTraceMiddleware:
    """Keep pages out of caches and history, and fragments apart from pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Static files never come this far: whitenoise answers them first."""
        answer = self.get_response(request)
        patch_vary_headers(answer, ["HX-Request"])
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


class ErrorPagesMiddleware:
    """Errors that Django answers without a page get one; a cloud that does not answer is a 503, not a 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Dress a bare 405; the API writes its own."""
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and not answer.content and not is_api(request):
            page = render(request, "405.html", status=405)
            page["Allow"] = answer["Allow"]
            return page
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Pages say that the data cannot be read just now. Anything else stays an error of ours."""
        if is_api(request) or not isinstance(error, UNREADABLE):
            return None
        log.warning("the data store did not answer: %s", type(error).__name__, exc_info=error)
        answer = render(request, "503.html", status=503)
        answer["Retry-After"] = "5"
        return answer


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment; restoring history asks for the whole page."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return request.path_info.startswith("/api/")


def current_path(request: HttpRequest) -> str:
    """The path and query of the page that a fragment's request comes from; "/" where that is no page of ours."""
    origin = f"{request.scheme}://{request.get_host()}"
    path = request.headers.get("HX-Current-URL", "").removeprefix(origin)
    return path if path.startswith("/") and not path.startswith("//") else "/"
