"""The page of all queues and that of one: what each says, narrows, sorts and offers."""

from __future__ import annotations

from tests.queues.conftest import Desk, Member, a_row


def test_every_queue_is_listed_with_its_figures(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2, value=1000), a_row(3, currency="GBP"))
    page = ana.client.get("/queues/").content.decode()
    assert page.count('id="open-') == 11
    assert "Printer rejections" in page
    assert "€59.90" in page
    assert "£49.90" in page


def test_a_row_says_why_and_what_next(ana: Member, desk: Desk) -> None:
    desk.holds(a_row())
    page = ana.opens()
    assert "The printer has rejected the print job." in page
    assert "Print it elsewhere" in page
    assert "/orders/o-1/#line-1" in page
