"""``manage.py create_api_token``."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from dashboard.models import ApiToken
from support.models import AuditEvent

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("create_api_token", *arguments, stdout=out)
    return out.getvalue()


def test_the_last_word_is_a_token_that_works() -> None:
    plain = _run("warehouse importer", "--role", "agent").split()[-1]
    answer = APIClient().get("/api/v1/find", HTTP_AUTHORIZATION=f"Bearer {plain}")
    assert answer.status_code == 400
    assert ApiToken.objects.get().name == "warehouse importer"


def test_it_is_audited() -> None:
    plain = _run("warehouse importer", "--role", "agent", "--reason", "ticket 17").split()[-1]
    event = AuditEvent.objects.get()
    assert (event.type, event.details["name"], event.reason.text) == ("token.made", "warehouse importer", "ticket 17")
    assert event.actor.startswith("shell:")
    assert plain not in str(event.details)


def test_scopes_and_days_are_kept() -> None:
    _run("x", "--role", "ops", "--scope", "find", "--scope", "view_order", "--days", "3")
    token = ApiToken.objects.get()
    assert token.scopes == ["find", "view_order"]
    assert timedelta(days=2) < token.expires_at - timezone.now() <= timedelta(days=3)


@pytest.mark.parametrize(
    "arguments",
    [
        ["x"],
        ["x", "--role", "king"],
        ["", "--role", "agent"],
        ["x" * 101, "--role", "agent"],
        ["a\x00b", "--role", "agent"],
        ["x", "--role", "agent", "--days", "0"],
        ["x", "--role", "agent", "--scope", "view_status"],
        ["x", "--role", "agent", "--scope", "nonsense"],
    ],
)
def test_what_could_not_work_is_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        _run(*arguments)
    assert not ApiToken.objects.exists()
