"""An order whose book arrived damaged, and people who make it right."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dashboard.roles import Role
from support.claims.models import Claim
from support.commands.asker import Asker
from support.commands.models import Command
from support.escalations.models import Escalation
from support.mail.models import Mail
from support.notes.models import Note
from support.remedies.make_right import planned
from support.remedies.models import Remedy
from support.remedies.plan import Plan
from support.remedies.wanted import Wanted
from support.requests.models import Request
from tests.commands.conftest import ORDER, Desk, Staff, ago, desk, staff
from tests.escalations.conftest import sign_in
from tests.streams import backend

__all__ = ["ORDER", "desk", "sign_in", "staff"]

SignIn = Callable[..., Client]
MADE = (Command, Request, Escalation, Claim, Mail, Note, Remedy)
USER = {"email": "ines@example.com", "name": "Inés Duarte", "locale": "de-DE"}


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.MAIL_FROM = "Printdesk <care@printdesk.example>"


@pytest.fixture
def desk_with_parcel(desk: Desk) -> Desk:
    """Line 2 was delivered three days ago."""
    return delivered(desk)


def delivered(desk: Desk) -> Desk:
    """Line 2 was delivered three days ago, by DHL."""
    desk.put("users", backend.user() | USER)
    parcel = backend.parcel("s-2", ORDER, print_job_ids=["j-2"], carrier="dhl", state="delivered")
    desk.put("shipments", parcel | {"handed_over_at": ago(days=5), "delivered_at": ago(days=3)})
    return desk


@pytest.fixture
def senior(desk_with_parcel: Desk, staff: Staff) -> Asker:
    """Who may reprint."""
    return staff(Role.SENIOR)


@pytest.fixture
def agent(desk_with_parcel: Desk, staff: Staff) -> Asker:
    """Who asks for reprints."""
    return staff(Role.AGENT)


def damaged(**more: Any) -> Wanted:
    """That line 2 arrived damaged, with all that is suggested."""
    about: dict[str, Any] = {"line_id": "2", "reason": "damaged", "words": "The spine is broken."}
    return Wanted(**({"order_id": ORDER, "key": uuid.uuid4().hex} | about | more))


def plan(asker: Asker, **more: Any) -> Plan:
    """What would be done."""
    return planned(asker, damaged(**more), timezone.now())


def counts() -> dict[str, int]:
    """How many there are of everything that a remedy is made of."""
    return {model.__name__: model._default_manager.count() for model in MADE}
