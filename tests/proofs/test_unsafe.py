"""Every route of the site: what changes something needs a token, and looking changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from dashboard.models import ApiToken
from dashboard.permissions import Open, Permission, may
from dashboard.roles import Role
from tests.api.conftest import Program, program
from tests.web.conftest import SignIn, Told, sign_in, told
from tests.web.routes import routes

__all__ = ["program", "sign_in", "told"]

UNSAFE = ["POST", "PUT", "PATCH", "DELETE"]
OWN_PROOF = (Open.PRINTER, Open.LINK)
"""A signature or a link comes with the call itself: nobody's session can be made to send it."""
ROUTES = [route for route in routes() if route.access not in OWN_PROOF]
PAGES = [route for route in ROUTES if not route.is_api]
CALLS = [route for route in ROUTES if route.is_api]
NOT_THAT_WAY = {"api:nothing": 404, "api:schema": 405}
"""Calls that a session may make, or that answer the same to everybody; none of them takes anything."""
KEPT_BY_LOOKING = (Session, User, ApiToken)
"""Who was here last, which is no effect of the page."""


def contents() -> dict[str, list[Any]]:
    """Every row of every table, but for who was here last."""
    models = [model for model in apps.get_models() if model not in KEPT_BY_LOOKING]
    return {model._meta.label: sorted(map(repr, model._default_manager.values_list())) for model in models}


@pytest.mark.parametrize("method", UNSAFE)
def test_no_page_takes_what_brings_no_csrf_token(method: str, sign_in: SignIn, told: Told) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(Role.OPS).cookies
    before = contents()
    for route in PAGES:
        assert strict.generic(method, route.path).status_code == 403, route
        assert contents() == before, route


@pytest.mark.parametrize("method", UNSAFE)
def test_no_call_takes_what_brings_no_token(method: str, sign_in: SignIn) -> None:
    person = sign_in(Role.OPS)
    for route in CALLS:
        answer = person.generic(method, route.path, "{}", "application/json")
        assert answer.status_code == NOT_THAT_WAY.get(route.name, 401), route


@pytest.mark.parametrize("role", Role)
def test_looking_changes_nothing(role: Role, sign_in: SignIn, told: Told) -> None:
    client = sign_in(role)
    before = contents()
    for route in PAGES:
        if route.name == "sign-out" or (isinstance(route.access, Permission) and not may([role], route.access)):
            continue
        for method in ("GET", "HEAD"):
            client.generic(method, route.path)
            assert contents() == before, route


@pytest.mark.django_db
def test_asking_as_a_program_changes_nothing(program: Program, told: Told) -> None:
    client = program(Role.OPS)
    before = contents()
    for route in CALLS:
        client.get(route.path)
        assert contents() == before, route
