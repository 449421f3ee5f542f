"""A played printer's API in this process, with the faults that a test asks for, and an escalation to send there."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.db.models.functions import Now

from dashboard.roles import Role
from demo.printer_api.book import Book
from demo.printer_api.server import Fault, serve
from support.commands.asker import Asker
from support.escalations.escalate import escalate
from support.escalations.hold import hold
from support.escalations.models import Escalation
from support.escalations.move import move
from support.printer_api.call import open_at_printer
from support.printer_api.models import PrinterCall
from support.printer_api.outbox import send
from support.printer_rules.change import change
from support.printer_rules.models import SecretKind
from support.printer_rules.rules import Channel, Rules
from support.printer_rules.secrets import add_secret
from tests.commands.conftest import Desk, Staff, desk, staff
from tests.escalations.conftest import a_problem

__all__ = ["Fault", "desk", "staff"]

PRINTER = "koeln"


@dataclass
class Api:
    """The printer: its claims, and what goes wrong with the next requests."""

    book: Book = field(default_factory=Book)
    secrets: dict[str, str] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    requests: int = 0
    url: str = ""

    def fault(self) -> Fault:
        """What goes wrong with this request."""
        self.requests += 1
        return self.faults.popleft() if self.faults else Fault.NONE


@pytest.fixture
def api() -> Iterator[Api]:
    """A printer that answers."""
    found = Api()
    server = serve(found.book, found.secrets, found.fault)
    found.url = f"http://127.0.0.1:{server.server_port}/{PRINTER}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def agent(desk: Desk, staff: Staff) -> Asker:
    """Who sends it."""
    return staff(Role.AGENT)


@pytest.fixture
def connected(desk: Desk, staff: Staff, api: Api) -> Api:
    """The printer with its rules and its secret."""
    admin = staff(Role.ADMIN)
    change(admin, PRINTER, Rules(channel=Channel.API, api_url=api.url), "It has one.", 0)
    api.secrets[PRINTER] = add_secret(admin, PRINTER, SecretKind.API, "It has one.")
    return api


@pytest.fixture
def sent(agent: Asker, connected: Api) -> PrinterCall:
    """What is to be said of a misprint, in the outbox."""
    opened = escalate(agent, a_problem(reason="misprint"))
    with transaction.atomic():
        held, _ = hold(opened.pk)
        call = open_at_printer(agent, held, "Page 3 is blank.")
        move(agent, opened.pk, "sent_to_printer", "By its API.")
    return call


def again(call: PrinterCall) -> PrinterCall:
    """Its pause is over: it is sent once more; as it is then."""
    PrinterCall.objects.filter(pk=call.pk).update(not_before=Now(), claimed_until=None)
    send(call.pk)
    return PrinterCall.objects.get(pk=call.pk)


def state(call: PrinterCall) -> str:
    """Its escalation's."""
    return str(Escalation.objects.get(pk=call.escalation_id).state)
