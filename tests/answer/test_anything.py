"""Whatever the backend writes, an order has an answer, and the answer reads like one."""

from __future__ import annotations

from datetime import datetime

from hypothesis import HealthCheck, given, settings

from orders.answer import answer, standing, timeline
from orders.answer.model import Answer
from orders.contract.model import OrderState
from orders.deadlines import QUEUES, deadlines
from orders.delivery import order_delivered, promise_of
from orders.snapshot import OrderSnapshot
from orders.story import OrderStory
from tests.answer.arbitrary import NOW, snapshots, stories, times

anything = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@anything
@given(snapshots, times)
def test_an_answer_reads_like_one(snapshot: OrderSnapshot, now: datetime) -> None:
    said = answer(snapshot, now=now, locale="de-DE")
    texts = [said.sentence, said.label, said.reply.text]
    texts += [text for line in said.lines for text in (line.sentence, line.label)]
    assert all(text.strip() for text in texts)
    assert "None" not in " ".join(texts)
    assert said.sentence[-1] in ".!?”"


@anything
@given(snapshots)
def test_what_is_said_is_no_contradiction(snapshot: OrderSnapshot) -> None:
    said = answer(snapshot, now=NOW)
    assert said.reply.language == "en"
    assert len(said.lines) >= len(snapshot.lines)
    if said.whose_move == "nobody":
        assert said.next == ""
    _late_agrees(said, snapshot)


def _late_agrees(said: Answer, snapshot: OrderSnapshot) -> None:
    """An order in the queue of the late is late on its page, and the other way round while it is awaited."""
    overdue = any(due.queue == "late" and due.passed(NOW) for due in deadlines(snapshot))
    assert said.late or not overdue
    order, delivered = snapshot.order, order_delivered(snapshot)
    if said.late and order and not delivered and order.state is not OrderState.CLOSED:
        assert overdue
    if said.late and delivered:
        assert (delivered.at or NOW) > (promise_of(order) or NOW)


@anything
@given(snapshots)
def test_standing_is_the_answer_without_the_clock(snapshot: OrderSnapshot) -> None:
    stands = standing(snapshot)
    assert 0 <= stands.severity <= 9
    assert stands.label


@anything
@given(snapshots)
def test_deadlines_are_unique_and_in_order(snapshot: OrderSnapshot) -> None:
    found = deadlines(snapshot)
    assert len({(due.queue, due.sub) for due in found}) == len(found)
    assert [due.due_at for due in found] == sorted(due.due_at for due in found)
    assert {due.queue for due in found} <= set(QUEUES)
    assert all(due.why and due.code for due in found)


@anything
@given(stories)
def test_a_timeline_is_in_order_and_tells_the_same_twice(story: OrderStory) -> None:
    events = timeline(story)
    assert events == timeline(story)
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    assert len({event.id for event in events}) == len(events)
    assert all(event.text.strip() and event.actor for event in events)


@anything
@given(stories)
def test_nothing_that_was_scanned_or_heard_is_dropped(story: OrderStory) -> None:
    events = timeline(story)
    scans = [scan for parcel in story.snapshot.parcels for scan in parcel.scans if scan.at]
    at = [event.at for event in events if event.source.startswith("shipments/")]
    assert {scan.at for scan in scans} <= set(at)
    heard = [event.heard_at for event in events if event.heard_at]
    assert {entry.heard_at for entry in story.journal} <= set(heard)
