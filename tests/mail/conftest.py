"""SES and its queue in the emulator, a printer with an address, and events as AWS would tell them."""

from __future__ import annotations

import json
import urllib.request
import uuid
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from embedded import cloud as emulator
from embedded import mail as embedded_mail
from orders import cloud as clients
from support.audit.record import Actor
from support.commands.asker import Asker
from support.escalations.escalate import escalate
from support.escalations.models import Escalation
from support.evidence.bucket import create_bucket
from support.mail.models import Mail, Recipient
from support.mail.post import Letter, post
from tests.commands.conftest import Desk, desk, staff
from tests.escalations.conftest import a_problem, agent, senior, sign_in

__all__ = ["agent", "desk", "senior", "sign_in", "staff"]

PRINTER = "service@koeln.example"
TESTS = Actor("test", "service")
Post = Callable[..., Mail]


class Outside:
    """What SES has taken, and a way to tell us of it."""

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def sent(self) -> list[dict[str, Any]]:
        """The mails, oldest first."""
        with urllib.request.urlopen(f"{self.url}/_ministack/ses/messages", timeout=10) as answer:  # noqa: S310 ours
            return list(json.load(answer)["messages"].get(settings.AWS_ACCESS_KEY_ID, []))

    def tell(self, *messages: object) -> None:
        """Put messages on the queue: text as it is, anything else as JSON."""
        for each in messages:
            body = each if isinstance(each, str) else json.dumps(each)
            clients.sqs().send_message(QueueUrl=settings.SES_EVENTS_QUEUE_URL, MessageBody=body)


@pytest.fixture
def outside(cloud_url: str, redis_empty: None) -> Outside:
    """SES with its verified sender, the queue and the bucket of evidence, all empty."""
    emulator.reset(cloud_url)
    embedded_mail.prepare(clients.ses(), clients.sqs(), parseaddr(settings.MAIL_FROM)[1])
    create_bucket()
    return Outside(cloud_url)


@pytest.fixture
def printer(desk: Desk) -> str:
    """A printer that can be written to; its address."""
    about = {"name": "Köln Druck", "state": "active", "products": ["photobook"], "contact_email": PRINTER}
    desk.put("printers", {"printer_id": "koeln", "country": "DE", **about})
    return PRINTER


@pytest.fixture
def misprint(desk: Desk, printer: str, agent: Asker) -> Escalation:
    """What an agent has taken up with the printer."""
    return escalate(agent, a_problem(reason="misprint"))


@pytest.fixture
def posted(printer: str, outside: Outside, db: None) -> Post:
    """Posts a mail to the printer, which waits to be sent."""

    def make(**more: Any) -> Mail:
        about: dict[str, Any] = {"recipient": Recipient.PRINTER, "recipient_id": "koeln", "subject": "Übergröße 書"}
        with transaction.atomic():
            return post(TESTS, Letter(**(about | {"text": "Guten Tag", "key": uuid.uuid4().hex} | more)))

    return make


def fresh(mail: Mail) -> Mail:
    """As it is now."""
    return Mail.objects.get(pk=mail.pk)
