"""``manage.py create_staff``: somebody gets in when nobody else can, and the audit says so."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client

from dashboard.roles import Role
from dashboard.sign_in import TRIES_PER_ACCOUNT
from support.models import AuditEvent
from support.shown.audit import shown_events

pytestmark = pytest.mark.django_db

PASSWORD = "a quiet glass of water 9"


@pytest.fixture(autouse=True)
def _piped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))


def run(*arguments: str) -> str:
    """What it prints, errors too."""
    out = StringIO()
    call_command("create_staff", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def made(*roles: str) -> User:
    """An account made by the command."""
    run("breakglass", *(word for role in roles or ("admin",) for word in ("--role", role)), "--reason", "ticket 17")
    return User.objects.get()


def test_whoever_was_made_gets_in(client: Client, redis_empty: None) -> None:
    made("admin")
    assert client.post("/sign-in/", {"username": "breakglass", "password": PASSWORD}).status_code == 302
    assert client.get("/staff/").status_code == 200


def test_it_is_in_the_audit_with_its_reason() -> None:
    person = made("admin", "auditor")
    event = AuditEvent.objects.get()
    (shown,) = shown_events([event], [Role.AUDITOR])
    assert event.actor.startswith("shell:")
    assert (shown.said, shown.reason) == (
        "made a local account for breakglass, with the role admin, auditor",
        "ticket 17",
    )
    assert (event.target_id, PASSWORD in str(event.details)) == (str(person.pk), False)


def test_guessing_its_password_is_stopped(client: Client, redis_empty: None) -> None:
    made()
    for _ in range(TRIES_PER_ACCOUNT):
        client.post("/sign-in/", {"username": "breakglass", "password": "x"})
    answer = client.post("/sign-in/", {"username": "breakglass", "password": PASSWORD})
    assert "Too many tries" in answer.content.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["x"],
        ["x", "--role", "admin"],
        ["x", "--reason", "y"],
        ["x", "--role", "king", "--reason", "y"],
        ["x", "--role", "admin", "--reason", "  "],
        ["", "--role", "admin", "--reason", "y"],
        ["a b", "--role", "admin", "--reason", "y"],
        ["x" * 151, "--role", "admin", "--reason", "y"],
        ["nobody", "--role", "admin", "--reason", "y", "--existing"],
    ],
)
def test_what_is_not_enough_makes_nothing(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("password", ["", "short", "password1234", "123456789012", "breakglass99"])
def test_a_weak_password_makes_nothing(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(password))
    with pytest.raises(CommandError):
        made()
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_left_alone() -> None:
    made("agent")
    with pytest.raises(CommandError, match="already exists"):
        run("breakglass", "--role", "admin", "--reason", "y")
    assert [group.name for group in User.objects.get().groups.all()] == ["agent"]


def test_somebody_who_was_kept_out_gets_in_again() -> None:
    User.objects.create_user("ada", password=PASSWORD, is_active=False)
    assert run("ada", "--role", "admin", "--reason", "ticket 18", "--existing") == (
        "ada may sign in again and has the role admin.\n"
    )
    assert list(AuditEvent.objects.values_list("type", flat=True)) == ["staff.reactivated", "staff.role_given"]
    assert User.objects.get(is_active=True).check_password(PASSWORD)
    assert "may all that already" in run("ada", "--role", "admin", "--reason", "again", "--existing")


def test_it_says_where_local_accounts_are_refused(settings: Any) -> None:
    settings.LOCAL_SIGN_IN = "off"
    assert "LOCAL_SIGN_IN=off" in run("x", "--role", "admin", "--reason", "y")


def test_every_role_has_its_group() -> None:
    made(*(role.value for role in Role))
    assert User.objects.get().groups.count() == Group.objects.filter(name__in=list(Role)).count()
