"""The OpenAPI document and the page made from it."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from dashboard.permissions import Permission
from support.api import urls
from support.api.base import Call
from support.api.schema import document
from tests.api.conftest import Program

OPEN = {"nothing", "printer-webhook"}


def test_it_is_valid_and_was_made_without_a_warning() -> None:
    reset_generator_stats()
    document.cache_clear()
    whole = document()
    validate_schema(whole)  # type: ignore[no-untyped-call]
    assert whole["openapi"] == "3.1.0"
    assert not GENERATOR_STATS


def test_it_has_every_call_of_the_contract() -> None:
    assert set(document()["paths"]) >= {
        "/api/v1/find",
        "/api/v1/customers/{user_id}",
        "/api/v1/orders/{order_id}",
        "/api/v1/orders/{order_id}/commands",
        "/api/v1/commands/{command_id}",
        "/api/v1/queues",
        "/api/v1/queues/{queue}",
    }


@pytest.mark.parametrize(
    ("path", "described"),
    [
        ("/api/v1/orders/o-4821", "/api/v1/orders/{order_id}"),
        ("/api/v1/orders/o-4821/raw", "/api/v1/orders/{order_id}/raw"),
        ("/api/v1/customers/u-77", "/api/v1/customers/{user_id}"),
        ("/api/v1/customers/u-77/orders", "/api/v1/customers/{user_id}/orders"),
        ("/api/v1/find?q=inge", "/api/v1/find"),
        ("/api/v1/find?q=0228 5550194", "/api/v1/find"),
    ],
)
def test_answers_are_what_it_says(desk: str, program: Program, path: str, described: str) -> None:
    whole = document()
    schema = whole["paths"][described]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = program().get(path).json()
    assert list(Draft202012Validator(schema | {"components": whole["components"]}).iter_errors(answer)) == []


def test_problems_are_what_it_says(cloud: str, program: Program) -> None:
    whole = document()
    problem = program().get("/api/v1/find").json()
    validator = Draft202012Validator({"$ref": "#/components/schemas/ProblemShape", "components": whole["components"]})
    assert list(validator.iter_errors(problem)) == []


def test_every_call_declares_its_permission() -> None:
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        view = getattr(pattern.callback, "cls", None)
        if view is not None and pattern.name not in OPEN:
            assert issubclass(view, Call)
            assert isinstance(view.permission, Permission), pattern.name


def test_a_program_gets_the_document(program: Program) -> None:
    answer = program().get("/api/v1/schema/")
    assert answer.json()["info"]["title"] == "Printdesk API"


@pytest.fixture
def staff(db: None, client: Client) -> Client:
    user = User.objects.create_user("ana")
    user.groups.add(Group.objects.get(name="agent"))
    client.force_login(user)
    return client


def test_the_page_shows_every_call_within_our_policy(staff: Client) -> None:
    answer = staff.get("/api/v1/docs/")
    page = answer.content.decode()
    for path, methods in document()["paths"].items():
        for method, call in methods.items():
            assert f"{method.upper()} {path}" in page
            assert call["summary"] in page.replace("&#x27;", "'")
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"(?:src|href)=\"https?:", page)
    assert "default-src" in answer["Content-Security-Policy"]


def test_the_page_and_the_document_are_for_who_is_signed_in(staff: Client) -> None:
    assert staff.get("/api/v1/schema/").status_code == 200
    assert staff.get("/api/v1/orders/o-4821").status_code == 401
    staff.logout()
    assert staff.get("/api/v1/docs/")["Location"].startswith("/sign-in/")
    assert staff.get("/api/v1/schema/").status_code == 401
