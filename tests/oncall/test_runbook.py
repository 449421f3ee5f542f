"""Every alarm has an entry in the runbook, which is short, and which the site itself shows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml
from django.conf import settings

from dashboard.roles import Role
from dashboard.runbook import SOURCE, anchor, runbook
from orders.streams.alarms import AlarmName
from tests.web.conftest import SignIn, Told, a_status, told

__all__ = ["told"]

ENTRIES = {
    anchor(part.partition("\n")[0]): part.strip().splitlines()[1:]
    for part in re.split(r"^## ", SOURCE.read_text(), flags=re.MULTILINE)[1:]
}


@pytest.mark.parametrize("name", AlarmName)
def test_every_alarm_has_its_entry(name: AlarmName) -> None:
    assert "Wake" in " ".join(ENTRIES[name]) or "wake" in " ".join(ENTRIES[name])
    assert len([line for line in ENTRIES[name] if line.strip()]) <= 10


def test_the_page_has_their_anchors() -> None:
    for name in AlarmName:
        assert f'<h2 id="{name}">' in runbook()
    assert " style=" not in runbook()


def test_an_alarm_leads_to_its_entry(sign_in: SignIn, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.views.stream_status", lambda: replace(a_status(), balanced=False))
    client = sign_in(Role.OPS)
    body = client.get("/status/").content.decode()
    assert 'href="/status/runbook/#the-counts-do-not-balance"' in body
    assert 'id="the-counts-do-not-balance"' in client.get("/status/runbook/").content.decode()


def test_the_status_page_tells_who_holds_what(sign_in: SignIn, told: Told) -> None:
    body = sign_in(Role.OPS).get("/status/").content.decode()
    assert "desk-1-abc" in body
    assert "/quarantine/" in body


def test_every_rule_of_prometheus_leads_to_an_entry() -> None:
    rules = yaml.safe_load((settings.BASE_DIR / "infra" / "alerts.yaml").read_text())["groups"][0]["rules"]
    for rule in rules:
        entry = rule["annotations"]["runbook"].removeprefix("/status/runbook/#")
        assert entry == "{{ $labels.name }}" or entry in ENTRIES
