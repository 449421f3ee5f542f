"""Where a printer is chosen: those that cannot take the work say why, and what is open is handed on to be moved."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from dashboard.roles import Role
from orders.contract.model import Printer, PrinterState
from support.commands.asker import Asker
from support.printers.fit import choices, obstacle
from support.printers.pauses import pause
from tests.commands.conftest import ORDER, Desk, Staff
from tests.printers.conftest import Plant, SignedIn

BOOKS = ("photobook",)


def a_printer(printer_id: str, state: PrinterState = PrinterState.ACTIVE, products: tuple[str, ...] = BOOKS) -> Printer:
    """A printer of books."""
    return Printer(printer_id=printer_id, state=state, products=products)


def test_those_that_can_come_first_and_those_that_never_could_not_at_all() -> None:
    some = [
        a_printer("shut", PrinterState.PAUSED),
        a_printer("fine"),
        a_printer("gone", PrinterState.RETIRED),
        a_printer("tiles", products=("tile",)),
        a_printer("holder"),
        a_printer("anything", products=()),
    ]
    found = choices(some, {}, "photobook", "holder")
    assert [(one.printer.printer_id, one.why) for one in found] == [
        ("fine", ""),
        ("anything", ""),
        ("shut", "takes no new work"),
    ]
    assert obstacle(some[2], {}) == "retired"


def test_the_form_of_a_reroute_shows_a_paused_printer_with_why(desk: Desk, staff: Staff, signed_in: SignedIn) -> None:
    pause(staff(Role.OPS), "lille", reason="damage")
    page = signed_in(Role.SENIOR).get(f"/orders/{ORDER}/jobs/j-2/reroute/").content.decode()
    assert '<option value="lille" disabled>Lille: paused here until somebody resumes it</option>' in page
    assert '<option value="wien" disabled>Wien: takes no new work</option>' in page


def test_a_paused_printer_that_is_sent_all_the_same_is_refused(desk: Desk, staff: Staff, signed_in: SignedIn) -> None:
    pause(staff(Role.OPS), "lille", reason="damage")
    sent = {"printer_id": "lille", "cause": "damaged", "key": "k"}
    answer = signed_in(Role.SENIOR).post(f"/orders/{ORDER}/jobs/j-2/reroute/", sent)
    assert answer.status_code == 409
    assert "Lille is paused here until somebody resumes it. Choose another printer." in answer.content.decode()


@pytest.mark.parametrize("role", [Role.OPS, Role.SENIOR])
def test_what_is_open_is_selected_to_be_moved(plant: Plant, signed_in: SignedIn, ops: Asker, role: Role) -> None:
    plant.printer()
    for number in range(3):
        plant.job(f"j-{number}", "in_production")
    plant.job("j-9", "dispatched")
    client: Client = signed_in(role)
    page = client.get("/printers/koeln/").content.decode()
    sent = dict(re.findall(r'name="(action|printer)" value="([^"]*)"', page.partition('id="move"')[2]))
    answer = client.post("/bulk/new/", sent)
    assert answer.status_code == 200
    assert "3" in answer.content.decode().partition("<h1")[2].partition("</section>")[0]
