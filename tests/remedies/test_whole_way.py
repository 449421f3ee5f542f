"""From one step to a credit note, with a printer that has an API and calls: all of it is on the order's page."""

from __future__ import annotations

from html import unescape

import pytest
from pytest_django.live_server_helper import LiveServer

from dashboard.roles import Role
from demo.printer_api import hooks
from support.commands.asker import Asker
from support.escalations.models import Escalation
from support.mail import outbox as mails
from support.mail.feed import hear
from support.printer_api import outbox as calls
from support.printer_api.models import PrinterCall
from support.printer_rules.models import SecretKind
from support.printer_rules.secrets import add_secret
from support.remedies.make_right import make_right
from support.remedies.models import Remedy
from support.webhooks import process
from support.webhooks.models import Webhook
from tests.commands.conftest import Staff
from tests.mail import ses_events as ses
from tests.mail.conftest import Outside, outside
from tests.printer_api.conftest import PRINTER, Api, api, connected
from tests.remedies.conftest import ORDER, SignIn, damaged

__all__ = ["api", "connected", "outside"]

pytestmark = pytest.mark.django_db(transaction=True)
PAYS = 1
"""The seed of a printer that needs no photos, and pays all that is asked for."""

IN_ORDER = (
    "Made right: Misprint, reprint",
    "Koeln has taken it, as KO-1000",
    "Mail to the customer sent",
    "Escalation (Misprint, print job j-2): the printer says: acknowledged",
    "Escalation (Misprint, print job j-2): approved",
    "Claim (€12.00 from Koeln): approved",
    "Claim (€12.00 from Koeln): credited, credit note CN-KO-1000",
)
CALLED = (
    "“in review”, which means acknowledged",
    "“approved”, which means approved",
    "“credited”, which means credited",
)


@pytest.fixture
def pays(connected: Api, staff: Staff) -> Api:
    """The printer as it signs its calls."""
    connected.book.seed = PAYS
    connected.secrets["webhook"] = add_secret(staff(Role.ADMIN), PRINTER, SecretKind.WEBHOOK, "It calls.")
    return connected


@pytest.fixture
def made(senior: Asker, pays: Api, outside: Outside) -> Remedy:
    """A misprint made right in one step: printed again, sent to the printer, claimed, told to the customer."""
    made = make_right(senior, damaged(reason="misprint", resolution="reprint", send=True, words="Page 3 is blank."))
    calls.send(PrinterCall.objects.get().pk)
    assert made.mail
    mails.send(made.mail.pk)
    made.mail.refresh_from_db()
    outside.tell(ses.delivery(made.mail))
    while hear():
        pass
    return made


def decides(printer: Api, web: str) -> None:
    """It makes all its calls, one after the other, signed, and each of them is processed."""
    for event in sorted(printer.book.events, key=lambda each: each.due):
        hooks.call(printer.book, web, {PRINTER: printer.secrets["webhook"]}, event)
        process.sweep()


def test_from_one_step_to_the_credit_note(
    made: Remedy, pays: Api, senior: Asker, sign_in: SignIn, live_server: LiveServer
) -> None:
    decides(pays, live_server.url)
    escalation, claim = Escalation.objects.get(), made.claim
    assert claim
    claim.refresh_from_db()
    assert (escalation.state, claim.state, claim.granted) == ("approved", "credited", claim.amount)
    assert claim.credit_note == "CN-KO-1000"
    assert set(Webhook.objects.values_list("state", flat=True)) == {"processed"}
    page = unescape(sign_in(senior).get(f"/orders/{ORDER}/").content.decode())
    right = page[page.index('id="order-remedies"') :].split("</section>")[0]
    for words in ("Credited", "Approved", "Delivered", "credit note CN-KO-1000", "Reprint"):
        assert words in right
    timeline = page[page.index('id="order-timeline"') :]
    found = [timeline.find(words) for words in IN_ORDER]
    assert -1 not in found
    assert found == sorted(found, reverse=True)
    assert all(words in timeline.casefold().replace("_", " ") for words in CALLED)
