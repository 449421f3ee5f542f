"""Every route × everybody: the outcome is declared, and it is the one that the registry says."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from dashboard.permissions import MAY, Open, Permission, may
from dashboard.roles import Role
from tests.web.conftest import SignIn, Told
from tests.web.routes import Route, routes

ROUTES = routes()
PAGES = [route for route in ROUTES if not route.is_api]
EVERYBODY = [*Role, None]
FOR_PEOPLE_TOO = {"api:schema", "api:nothing"}
"""Calls that a session may make, or that answer the same to everybody."""
POSTS = {
    "find-typing",
    "sign-out",
    "quarantine-replay",
    "quarantine-discard",
    "command-give-up",
    "order-hide",
    "customer-hide",
    "audit-verify",
    "audit-export",
} | {"reply-preview", "reply-back", "draft", "notices-read", "notice-read", "notice-open"} | {
    "note-withdraw",
    "note-pin",
    "note-unpin",
    "request-approve",
    "request-decline",
    "request-withdraw",
    "order-presence",
    "order-leave",
    "order-watch",
    "order-unwatch",
}
"""Routes that answer no GET."""
ELSEWHERE = {
    "order-live": 302,
    "sign-in": 302,
    "company-sign-in": 404,
    "company-back": 404,
    "metrics": 401,
    "quarantine-replay": 409,
    "quarantine-discard": 409,
    "command-give-up": 404,
    "audit-standing": 302,
    "audit-event": 404,
    "audit-verify": 302,
    "audit-export": 422,
    "reply-back": 422,
    "order-reply": 302,
    "order-pictures": 404,
    "render-pictures": 404,
    "render-page": 302,
    "render-file": 302,
    "print-cover": 302,
    "order-compare-pictures": 404,
    "customer-who": 302,
    "order-notes": 302,
    "customer-notes": 302,
    "request": 404,
    "request-approve": 404,
    "request-decline": 422,
    "request-withdraw": 404,
    "order-presence": 204,
    "order-leave": 204,
    "order-watch": 302,
    "order-unwatch": 302,
    "note-edit": 404,
    "note-withdraw": 404,
    "note-pin": 404,
    "note-unpin": 404,
    "draft": 409,
    "draft-token": 409,
    "notices-read": 302,
    "notice-read": 404,
    "notice-open": 404,
    "order-hide": 302,
    "customer-hide": 302,
}
"""Routes that lead on when they are opened as a page by somebody signed in, or miss what their form would say."""


def _ids(route: Route) -> str:
    return route.name


def _ask(client: Client, route: Route) -> int:
    answer = client.post(route.path) if route.name in POSTS else client.get(route.path)
    return answer.status_code


@pytest.mark.parametrize("route", ROUTES, ids=_ids)
def test_every_view_declares_who_may_see_it(route: Route) -> None:
    assert route.access is not None


def test_every_permission_is_in_the_registry() -> None:
    assert set(MAY) == set(Permission)


def test_a_permission_that_is_not_in_the_registry_is_nobody_s() -> None:
    assert not may(list(Role), "fly")  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize("route", PAGES, ids=_ids)
def test_a_stranger_is_sent_to_sign_in(client: Client, route: Route) -> None:
    answer = client.get(route.path)
    if route.access is Open.PUBLIC:
        # Readiness says no where a part is missing; without Cognito its addresses are none.
        assert answer.status_code in ({404} if route.name.startswith("company-") else {200, 503})
    elif route.access is Open.SCRAPER:
        assert answer.status_code == 401
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("role", EVERYBODY, ids=lambda role: role or "nobody")
def test_each_role_sees_what_the_registry_says(role: Role | None, sign_in: SignIn, told: Told) -> None:
    for route in PAGES:
        client = sign_in(role)
        status = _ask(client, route)
        User.objects.all().delete()
        allowed = isinstance(route.access, Open) or may([role] if role else [], route.access)  # type: ignore[arg-type]
        if not allowed:
            assert status == 403, route
        else:
            assert status == (302 if route.name == "sign-out" else ELSEWHERE.get(route.name, 200)), route


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.is_api and route.name not in FOR_PEOPLE_TOO], ids=_ids
)
def test_a_session_opens_no_call_of_the_api(route: Route, sign_in: SignIn) -> None:
    assert sign_in(Role.ADMIN).get(route.path).status_code == 401


def test_a_removed_role_counts_at_the_next_request(sign_in: SignIn, told: Told) -> None:
    client = sign_in(Role.OPS)
    assert client.get("/status/").status_code == 200
    Group.objects.get(name=Role.OPS).user_set.clear()
    assert client.get("/status/").status_code == 403
