"""When a session is over, and what keeps it alive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dashboard.roles import Role, roles_of
from dashboard.sessions import SEEN_AT
from tests.sign_in.conftest import COMPANY, LOCAL, PASSWORD

POLL = {"HX-Request": "true", "HX-Current-URL": "http://testserver/commands/"}
BY_HAND = POLL | {"X-By-Hand": "1"}
START = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands still at nine in the morning, until it is moved."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(clock: time_machine.Traveller, local: Client) -> Client:
    """Somebody who has just signed in."""
    return local


def why(client: Client, path: str = "/") -> str:
    """The reason that the page of signing in is told; "" while the session goes on."""
    answer = client.get(path)
    return "" if answer.status_code == 200 else answer["Location"].partition("why=")[2]


def test_nothing_done_for_an_hour_ends_it(desk: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=59))
    assert why(desk) == ""
    clock.shift(timedelta(minutes=61))
    assert why(desk) == "idle"
    assert not Session.objects.exists()
    assert b"because nothing was done here" in desk.get("/sign-in/?next=%2F&why=idle").content


def test_a_day_at_work_ends_however_busy_it_was(desk: Client, clock: time_machine.Traveller) -> None:
    for _ in range(23):
        clock.shift(timedelta(minutes=30))
        assert why(desk) == ""
    clock.shift(timedelta(minutes=30))
    assert why(desk) == "long"


def test_an_open_page_alone_keeps_nothing_alive(desk: Client, clock: time_machine.Traveller) -> None:
    for _ in range(5):
        clock.shift(timedelta(minutes=11))
        assert desk.get("/commands/", headers=POLL).status_code == 200
    clock.shift(timedelta(minutes=6))
    answer = desk.get("/commands/", headers=POLL)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fcommands%2F&why=idle"


@pytest.mark.parametrize(
    ("headers", "alive"),
    [
        ({}, True),
        (BY_HAND, True),
        ({"Sec-Fetch-Mode": "navigate"}, True),
        (POLL, False),
        ({"Sec-Fetch-Mode": "cors"}, False),
        ({"Sec-Fetch-Mode": "no-cors"}, False),
    ],
)
def test_what_a_person_does_keeps_it_alive(
    desk: Client, clock: time_machine.Traveller, headers: dict[str, str], alive: bool
) -> None:
    clock.shift(timedelta(minutes=50))
    desk.get("/commands/", headers=headers)
    clock.shift(timedelta(minutes=50))
    assert (why(desk) == "") is alive


def test_a_session_is_written_once_a_minute_at_most(desk: Client, clock: time_machine.Traveller) -> None:
    def writes() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get("/commands/")
        return len([query for query in asked if query["sql"].startswith('UPDATE "django_session"')])

    assert writes() == 0
    clock.shift(timedelta(seconds=59))
    assert writes() == 0
    clock.shift(timedelta(seconds=1))
    assert (writes(), writes()) == (1, 0)
    assert desk.session[SEEN_AT] == int((START + timedelta(seconds=60)).timestamp())


def test_the_roles_cost_one_query(desk: Client, django_assert_num_queries: object) -> None:
    person = User.objects.get(username="lea")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert roles_of(person) == {Role.AGENT}
        roles_of(person)


def test_losing_the_last_role_ends_it_in_words(desk: Client) -> None:
    Group.objects.get(name=Role.AGENT).user_set.clear()
    answer = desk.get("/")
    assert answer.status_code == 403
    assert b"You have no role here" in answer.content
    assert b"ask an admin of Printdesk" in answer.content
    assert not Session.objects.exists()


def test_losing_the_last_role_takes_an_open_page_away(desk: Client) -> None:
    Group.objects.get(name=Role.AGENT).user_set.clear()
    assert desk.get("/commands/", headers=POLL)["HX-Redirect"].endswith("&why=no-role")


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_a_closed_account_and_a_new_password_end_it(desk: Client, change: dict[str, object]) -> None:
    User.objects.update(**change)
    assert desk.get("/").status_code == 302


def test_a_removed_account_ends_it(desk: Client) -> None:
    User.objects.all().delete()
    assert desk.get("/").status_code == 302


def test_a_session_of_the_schema_ends_too(desk: Client, clock: time_machine.Traveller) -> None:
    assert desk.get("/api/v1/schema/").status_code == 200
    clock.shift(timedelta(minutes=61))
    assert desk.get("/api/v1/schema/").status_code in (401, 403)


def test_signing_out_works_when_it_is_over(desk: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(hours=2))
    assert desk.post("/sign-out/")["Location"] == "/sign-in/"
    assert not Session.objects.exists()


def test_a_superuser_holds_no_role(db: None, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", password=PASSWORD), LOCAL)
    assert client.get("/").status_code == 403


def test_local_sessions_end_where_local_accounts_do(desk: Client, settings: Settings) -> None:
    settings.AUTHENTICATION_BACKENDS = [COMPANY]
    assert desk.get("/").status_code == 302
