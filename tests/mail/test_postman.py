"""The demo's postman: what was sent arrives, but at one printer."""

from __future__ import annotations

import time

import pytest

from demo.simulator.mails import ARRIVES_AFTER, GONE, Postman
from support.mail import outbox
from support.mail.feed import hear
from support.mail.models import MailState
from tests.commands.conftest import Desk
from tests.mail.conftest import Outside, Post, fresh

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("address", "state"), [("a@koeln.example", MailState.DELIVERED), (GONE, MailState.BOUNCED)])
def test_what_was_sent_is_told_of(posted: Post, outside: Outside, desk: Desk, address: str, state: MailState) -> None:
    desk.put("printers", {"printer_id": "koeln", "name": "K", "contact_email": address})
    mail = posted()
    outbox.sweep()
    for postman in (Postman(), Postman()):
        postman.look(time.time() + ARRIVES_AFTER + 1)
    assert (hear(), fresh(mail).state, fresh(mail).events.count()) == (2, state, 1)
