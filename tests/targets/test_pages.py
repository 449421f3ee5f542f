"""The page of targets: history, adding, refusals."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from dashboard.roles import Role
from support.audit.types import sentence
from support.models import AuditEvent
from support.targets.models import Target
from tests.targets.conftest import Set, SignIn

GOOD = {"country": "de", "product": "", "starts_on": "2026-11-01", "per_cent": "92.5", "reason": "Agreed in Cologne"}


@pytest.fixture
def manager(sign_in: SignIn) -> Client:
    return sign_in(Role.MANAGER)


def page(client: Client) -> str:
    return unescape(client.get("/reports/targets/").content.decode())


def test_a_version_is_added_and_audited(manager: Client) -> None:
    answer = manager.post("/reports/targets/add/", GOOD, follow=True)
    text = unescape(answer.content.decode())
    assert "What goes to DE</bdi>: 92.5 % today" in text
    assert "Agreed in Cologne" in text
    event = AuditEvent.objects.get(type="target.set")
    assert (event.target_id, event.details) == ("what goes to DE", {"per_cent": "92.5", "starts_on": "2026-11-01"})


def test_old_versions_stay(manager: Client, set_target: Set) -> None:
    set_target("2026-01-01", "90", country="DE")
    set_target("2026-02-01", "91", country="DE")
    text = page(manager)
    assert text.index("91 %") < text.index("90 %")
    assert "31 Jan 2026" in text


def test_taking_back(manager: Client, set_target: Set) -> None:
    set_target("2026-01-01", "90", country="DE")
    manager.post("/reports/targets/add/", GOOD | {"take_back": "1", "per_cent": ""})
    assert [each.per_cent for each in Target.objects.order_by("starts_on")][1] is None
    assert "What goes to DE</bdi>: 95 % today" in page(manager)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"country": "Germany"}, "two letters"),
        ({"country": "\0\0"}, "two letters"),
        ({"product": "a\0"}, "Give a product"),
        ({"product": "x" * 201}, "at most 200"),
        ({"starts_on": "soon"}, "Give a day"),
        ({"starts_on": "9999-01-01"}, "Give a day"),
        ({"per_cent": "0"}, "above 0"),
        ({"per_cent": "1e999999999"}, "above 0"),
        ({"per_cent": "100.1"}, "up to 100"),
        ({"per_cent": "NaN"}, "Give a number"),
        ({"per_cent": "95.12345"}, "4 digits"),
        ({"reason": " "}, "Say why"),
        ({"per_cent": "95", "take_back": "1"}, "It has none of its own then already"),
    ],
)
def test_bad_input_is_told_by_field(manager: Client, wrong: dict[str, str], words: str) -> None:
    answer = manager.post("/reports/targets/add/", GOOD | wrong)
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert not Target.objects.exists()


def test_the_same_again_is_no_second_version(manager: Client) -> None:
    manager.post("/reports/targets/add/", GOOD)
    assert manager.post("/reports/targets/add/", GOOD).status_code == 422
    assert Target.objects.count() == 1


def test_only_managers_add(sign_in: SignIn) -> None:
    assert sign_in(Role.ADMIN).post("/reports/targets/add/", GOOD).status_code == 403
    assert "Add a version" not in page(sign_in(Role.AUDITOR))


def test_the_audit_tells_of_both(set_target: Set) -> None:
    set_target("2026-01-01", "90", product="كتاب صور")
    set_target("2026-02-01", None, product="كتاب صور")
    said = [sentence(event) for event in AuditEvent.objects.order_by("number")]
    assert "90 %" in said[0]
    assert "كتاب صور" in said[1]
