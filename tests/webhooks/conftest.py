"""A printer that has an escalation and a secret, and calls us."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from dashboard.roles import Role
from support.commands.asker import Asker
from support.escalations.escalate import escalate
from support.escalations.models import Escalation
from support.escalations.move import move
from support.printer_rules.models import SecretKind
from support.printer_rules.secrets import add_secret
from support.webhooks.models import Webhook
from support.webhooks.process import process
from support.webhooks.signature import sign
from tests.commands.conftest import Desk, Staff, desk, staff
from tests.escalations.conftest import SignIn, a_problem, sign_in

__all__ = ["SignIn", "desk", "sign_in", "staff"]

PRINTER = "koeln"
ADDRESS = "/api/v1/webhooks/printers/{}"


@pytest.fixture
def agent(desk: Desk, staff: Staff) -> Asker:
    """Who takes problems up."""
    return staff(Role.AGENT)


@pytest.fixture
def admin(desk: Desk, staff: Staff) -> Asker:
    """Who sets what holds with printers."""
    return staff(Role.ADMIN)


@pytest.fixture
def ops(desk: Desk, staff: Staff) -> Asker:
    """Who is told of calls."""
    return staff(Role.OPS)


@pytest.fixture
def opened(agent: Asker) -> Escalation:
    """That line 2 is misprinted, taken up with its printer."""
    return escalate(agent, a_problem(reason="misprint"))


@pytest.fixture
def sent(agent: Asker, opened: Escalation) -> Escalation:
    """The same, with the printer."""
    return move(agent, opened.pk, "sent_to_printer", "By mail.")


@pytest.fixture
def secret(admin: Asker) -> bytes:
    """What the printer signs with."""
    return add_secret(admin, PRINTER, SecretKind.WEBHOOK, "It begins to call.").encode()


def says(escalation: Escalation, status: str, **more: Any) -> bytes:
    """A body about an escalation."""
    return json.dumps({"escalation_id": escalation.pk, "status": status} | more).encode()


def headers(secret: bytes, body: bytes, event_id: str = "", at: str = "") -> dict[str, str]:
    """Those of a call that is signed now."""
    event_id, at = event_id or uuid.uuid4().hex, at or str(int(time.time()))
    return {
        "X-Printdesk-Timestamp": at,
        "X-Printdesk-Event-Id": event_id,
        "X-Printdesk-Signature": sign(secret, at, event_id, body),
    }


def post(body: bytes, sent: dict[str, str], printer: str = PRINTER) -> Any:
    """One call; what is answered."""
    return Client().post(ADDRESS.format(printer), body, content_type="application/json", headers=sent)


def call(secret: bytes, body: bytes, **more: str) -> Webhook:
    """A call that is stored and processed."""
    sent = headers(secret, body, **more)
    assert post(body, sent).status_code == 202
    stored = Webhook.objects.get(printer_id=PRINTER, event_id=sent["X-Printdesk-Event-Id"])
    process(stored.pk)
    stored.refresh_from_db()
    return stored


def state(escalation: Escalation) -> str:
    """As it is now."""
    return str(Escalation.objects.get(pk=escalation.pk).state)


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done within is undone: an example of Hypothesis begins where the last one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
