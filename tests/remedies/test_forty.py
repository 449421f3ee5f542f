"""Each of the demo's forty orders, each reason: something sensible is offered, and nothing breaks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pytest

from dashboard.limits import default
from dashboard.roles import Role
from demo.forty import ORDERS, Told, rows, rows_of
from orders.contract.model import Printer
from orders.story import OrderStory
from support.audit.record import Actor
from support.commands.asker import Asker
from support.commands.situation import Situation
from support.escalations.aim import Named
from support.printers.models import PrinterPause
from support.reasons import reasons
from support.remedies import copies, offer
from support.remedies.offer import Offered, Offering
from support.remedies.scene import scene_of
from tests.answer.fold import NOW, fold, printers

ROWS = list(rows(NOW))
PRINTERS = printers(row for row in ROWS if row[0] == "printers")
NOBODY: Mapping[str, PrinterPause] = MappingProxyType({})


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "limit", lambda roles, name, currency="": default(next(iter(roles)), name, currency))
    monkeypatch.setattr(offer, "every_printer", lambda: list(PRINTERS.values()))


@cache
def story(told: Told) -> OrderStory:
    """One of the forty."""
    snapshot = fold(told.order_id, rows_of(told.story, NOW))
    about = {"version": 1, "as_of": NOW, "customer": None, "printers": PRINTERS, "journal": (), "raw": ()}
    return OrderStory(snapshot=snapshot, **about)  # type: ignore[arg-type]


def offers(told: Told, reason: str, line_id: str, role: Role) -> tuple[Offered, ...]:
    """What is offered for a line, or for the whole order."""
    known: dict[str, Printer] = dict(PRINTERS)
    situation = Situation(story=story(told), commands=(), now=NOW, printer=known.get, pauses=lambda: NOBODY)
    scene = scene_of(situation, Named(line_id=line_id), reasons()[reason])
    return Offering(Asker(Actor("staff:1", role), frozenset({role})), scene, ()).offered()


@pytest.mark.parametrize("told", ORDERS, ids=[told.number for told in ORDERS])
def test_every_order_and_reason_has_an_offer(told: Told) -> None:
    lines = ["", *(line.line_id for line in story(told).snapshot.lines if line.line_id)]
    for reason in reasons():
        for line_id in lines:
            for role in (Role.AGENT, Role.SENIOR, Role.OPS):
                found = offers(told, reason, line_id, role)
                assert sum(each.recommended for each in found) == 1, (reason, line_id)
                assert all(each.possible or each.copies.trouble for each in found)


@pytest.mark.parametrize("told", ORDERS, ids=[told.number for told in ORDERS])
def test_no_copy_is_recommended_of_what_cannot_be_copied(told: Told) -> None:
    for reason in reasons():
        best = next(each for each in offers(told, reason, "", Role.OPS) if each.recommended)
        assert best.possible
        assert not best.copies.trouble or best.resolution.optional
