"""What every route has to declare, and what the registry has to say; tests/web/test_matrix.py walks over all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from dashboard.access_table import OF_THE_BACKEND
from dashboard.permissions import FOR_PEOPLE, MAY, RULES, Open, Permission, allowed, may
from dashboard.roles import Role
from tests.web.answers import GET, ONCE_IN, OTHER, SENT, always, answer_of
from tests.web.conftest import SignIn, Told
from tests.web.objects import OBJECTS
from tests.web.routes import ARGUMENTS, Route, routes

ROUTES = routes()
PAGES = [route for route in ROUTES if not route.is_api]
FOR_PEOPLE_TOO = {"api:schema", "api:nothing", "api:printer-webhook"}
"""Calls that a session may make, or that answer the same to everybody."""

OF_ONES_OWN = {"notices-read", "notice-read", "notice-open"}
"""Marking one's own notices as read."""
LOOKED_AT_IN_FULL = {"evidence-look"}
"""Looks that the audit is told of."""
LOOKS_BY_POST = {"find", "find-typing", "audit-verify"} | OF_ONES_OWN | LOOKED_AT_IN_FULL
"""Routes that take POST and change nothing but what is one's own; words of customers stay out of addresses."""


def _ids(route: Route) -> str:
    return route.name


@pytest.mark.parametrize("route", ROUTES, ids=_ids)
def test_every_view_declares_who_may_see_it_and_by_which_methods(route: Route) -> None:
    assert route.access is not None, f"write @requires(Permission.…) above the view of {route.name}"
    assert route.methods, f"write @require_safe, @require_POST or @require_http_methods above the view of {route.name}"


def test_nothing_is_changed_by_who_may_only_look() -> None:
    """A view that asks for too little would be walked by what it asks for, and be found right."""
    taking = {route.name for route in ROUTES if "POST" in (route.methods or ())}
    looking = {route.name for route in ROUTES if str(getattr(route.access, "value", "")).startswith(("view_", "find"))}
    by_auditors = {route.name for route in ROUTES if route.access in MAY and may([Role.AUDITOR], route.access)}  # type: ignore[arg-type]
    assert taking & looking == LOOKS_BY_POST
    assert taking & by_auditors == LOOKS_BY_POST - OF_ONES_OWN - LOOKED_AT_IN_FULL | {"audit-export"}


@pytest.mark.parametrize("route", ROUTES, ids=_ids)
def test_every_argument_has_a_value(route: Route) -> None:
    for name in route.arguments:
        assert name in ARGUMENTS, f"say in tests/web/routes.py, ARGUMENTS, what stands for <{name}> of {route.name}"
        known = name in OF_THE_BACKEND or name in OBJECTS
        assert known or not route.has_object, (
            f"say in tests/web/objects.py, OBJECTS, how to make a <{name}> of somebody's"
        )


@pytest.mark.parametrize("route", ROUTES, ids=_ids)
def test_every_method_has_a_declared_answer(route: Route) -> None:
    for method in route.methods or ():
        declared = always(route.name, signed_in=True) or answer_of(route.name, method)
        assert declared, f"say in tests/web/answers.py, SENT or OTHER, what {route.name} answers to {method}"


def test_no_answer_is_declared_for_what_is_not_there() -> None:
    names = {route.name for route in ROUTES}
    assert {*GET, *SENT, *ONCE_IN, *(name for _, name in OTHER)} - names == set()


def test_every_permission_is_in_the_registry() -> None:
    assert set(MAY) == set(Permission)


def test_every_permission_is_asked_for_by_a_route_a_template_or_the_code_behind() -> None:
    asked = {route.access for route in ROUTES} | set(_in_templates()) | set(_in_code())
    unused = set(Permission) - asked
    assert not unused, f"strike {unused} from dashboard/permissions.py, or ask for it where it is needed"


def _in_templates() -> Iterator[Permission]:
    for file in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        for name in re.findall(r'{% may request "(\w+)"', file.read_text(encoding="utf-8")):
            yield Permission(name)


def _in_code() -> Iterator[Permission]:
    for file in (Path(settings.BASE_DIR) / "support").rglob("*.py"):
        for name in re.findall(r"Permission\.([A-Z_]+)", file.read_text(encoding="utf-8")):
            yield Permission[name]


def test_a_permission_that_is_not_in_the_registry_is_nobody_s() -> None:
    assert not may(list(Role), "fly")  # type: ignore[arg-type]


@pytest.mark.parametrize("permission", RULES)
def test_a_rule_holds_for_whoever_nothing_lifts_it(permission: Permission) -> None:
    for role in MAY[permission]:
        answers = {allowed([role], permission, own=own) for own in (True, False)}
        lifted = RULES[permission].lifted_by
        assert answers == ({True} if lifted and may([role], lifted) else {True, False})


@pytest.mark.parametrize("permission", sorted(FOR_PEOPLE))
def test_what_is_for_people_no_program_may_whatever_its_scopes(permission: Permission) -> None:
    assert not allowed(list(Role), permission, scopes=list(Permission))
    assert not allowed(list(Role), permission, scopes=list(Permission), own=False)


def test_the_table_names_every_route_with_what_each_role_may() -> None:
    out = StringIO()
    call_command("access", stdout=out)
    printed = {re.sub(" +", " ", line) for line in out.getvalue().splitlines()}
    assert "/requests/<str:request_id>/approve/ POST decide_request – – others’ others’ others’ – –" in printed
    assert len([line for line in printed if line.startswith("/")]) == len(ROUTES)


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route in PAGES if not isinstance(route.access, Open)], ids=_ids)
def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, route: Route) -> None:
    assert client.get(route.path)["Location"].startswith("/sign-in/?next=")


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
