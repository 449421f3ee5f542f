"""The forty orders pin the answer: their rows, folded by the real decoder, give the sentence written beside them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from demo.forty import ORDERS, Told, people, rows, rows_of
from orders.answer import answer, standing, timeline
from orders.answer.failures import failures
from orders.answer.registry import EVERY_SITUATION
from orders.contract.model import OrderState, PrinterState, PrintJobState, PrintState, RenderState, ShipmentState
from orders.deadlines import QUEUES, deadlines
from orders.story import OrderStory
from tests.answer.fold import NOW, fold, printers, records

ROWS = list(rows(NOW))
PRINTERS = printers(row for row in ROWS if row[0] == "printers")
by_number = pytest.mark.parametrize("told", ORDERS, ids=[told.number for told in ORDERS])

# No row at all: nothing that a demo could hold.
WITHOUT_AN_EXAMPLE = {"order_unknown"}


@by_number
def test_answer(told: Told) -> None:
    said = answer(fold(told.order_id, rows_of(told.story, NOW)), now=NOW, printers=PRINTERS)
    assert said.sentence == told.sentence
    assert (said.situation, said.whose_move, said.stage, said.late) == (
        told.situation,
        told.whose_move,
        told.stage,
        told.late,
    )


@by_number
def test_standing_stays_true_whatever_the_hour(told: Told) -> None:
    stands = standing(fold(told.order_id, rows_of(told.story, NOW)))
    known = {situation.name: situation for situation in EVERY_SITUATION}
    assert stands.label == known[stands.situation].label
    assert stands.open == (told.whose_move != "nobody" and told.situation != "cancelled_yet_delivered")


@by_number
def test_overdue_queues_agree_with_the_answer(told: Told) -> None:
    snapshot = fold(told.order_id, rows_of(told.story, NOW))
    overdue = {due.queue for due in deadlines(snapshot) if due.passed(NOW)}
    unseen_or_closed = told.situation in {"delivered", "delivered_late", "delivered_late_unseen", "closed"}
    assert ("late" in overdue) == (told.late and not unseen_or_closed)
    if told.stage == "render" and told.situation in {"render_failed", "render_stuck", "render_not_started"}:
        assert overdue & {"failed_renders", "stuck_renders"}


@by_number
def test_no_sentence_or_reply_tells_who_the_customer_is(told: Told) -> None:
    snapshot = fold(told.order_id, rows_of(told.story, NOW))
    said = answer(snapshot, now=NOW, printers=PRINTERS)
    words = " ".join((said.sentence, said.reply.text, said.next, *(line.explanation for line in said.lines)))
    personal = [design.title for design in snapshot.prints.values()]
    for person in people.PEOPLE:
        personal += [person.email, person.phone, person.line1] + ([person.name] if len(person.name) > 1 else [])
    assert not [secret for secret in personal if secret and secret in words]


@by_number
def test_timeline_begins_with_the_first_thing_that_happened(told: Told) -> None:
    snapshot = fold(told.order_id, rows_of(told.story, NOW))
    story = OrderStory(snapshot=snapshot, version=1, as_of=NOW, customer=None, printers=PRINTERS, journal=(), raw=())
    events = timeline(story)
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    assert len({event.id for event in events}) == len(events)
    if snapshot.order is not None:
        assert events[-1].kind == "order.placed"


def test_every_situation_has_an_example() -> None:
    seen = {line.situation for line in _lines()} | {told.situation for told in ORDERS}
    known = {situation.name for situation in EVERY_SITUATION}
    assert known - seen == WITHOUT_AN_EXAMPLE


def test_every_failure_code_has_an_example() -> None:
    codes = {row.failure.code for row in _records() if getattr(row, "failure", None)}
    assert set(failures()) - {"unknown"} <= codes
    assert codes - set(failures()) == {"moon_phase"}


@pytest.mark.parametrize(
    ("states", "table"),
    [
        (OrderState, "orders"),
        (PrintState, "prints"),
        (RenderState, "renders"),
        (PrintJobState, "print_jobs"),
        (ShipmentState, "shipments"),
        (PrinterState, "printers"),
    ],
)
def test_every_state_was_written_at_some_time(states: type[StrEnum], table: str) -> None:
    seen = {getattr(row, "state", None) for row in _written(table)}
    assert {str(state) for state in states} - {str(state) for state in seen} == set()


def test_every_queue_has_work() -> None:
    found = {due.queue for told in ORDERS for due in deadlines(fold(told.order_id, rows_of(told.story, NOW)))}
    assert found == set(QUEUES)


def test_both_encodings_occur() -> None:
    packed = [table for table, item in ROWS if "pb" in item]
    assert {"orders", "renders", "print_jobs", "shipments"} <= set(packed)
    assert len(packed) < len(ROWS) / 2


def test_there_are_forty() -> None:
    assert len(ORDERS) == len({told.order_id for told in ORDERS}) == 40


def _lines() -> list[Any]:
    said = [answer(fold(told.order_id, rows_of(told.story, NOW)), now=NOW) for told in ORDERS]
    return [line for each in said for line in each.lines]


def _records() -> list[Any]:
    return [row for told in ORDERS for row in records(rows_of(told.story, NOW))]


def _written(table: str) -> list[Any]:
    """Every state of every row on its way, not only the last."""
    return [row for name, item in ROWS if name == table for row in records([(name, item)])]
