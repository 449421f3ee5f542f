"""From what the backend writes to the rows of queues: what each row says, and when it leaves."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from orders.projections.apply import Applier
from orders.queues import QueueRow, read_queue
from support.queues.names import COMMANDS, ESCALATED, QUEUES
from support.queues.why import code_words, why
from tests.queues.conftest import NOW, Desk, a_row
from tests.streams import backend

NUMBERS = count(1)


def hears(desk: Desk, table: str, item: dict[str, Any]) -> None:
    Applier(desk).apply([backend.record(table, item, next(NUMBERS))])


def waiting(desk: Desk, queue: str) -> tuple[QueueRow, ...]:
    return read_queue(desk, queue, NOW + timedelta(days=30)).rows


def test_a_failed_render_says_what_filters_ask_for(desk: Desk) -> None:
    hears(desk, "orders", backend.order("o-1"))
    failure = {"code": "font_missing", "message": "x", "page": 2}
    made = backend.render("r-1", "o-1", state="failed", failure=failure, template_id="travel", template_version="4")
    hears(desk, "renders", made)
    (row,) = waiting(desk, "failed_renders")
    at = backend.START + timedelta(minutes=4)
    assert row == QueueRow(
        queue="failed_renders",
        order_id="o-1",
        sub="r-1",
        due_at=at,
        since=at,
        promise=backend.START + timedelta(minutes=8000),
        number="PX-o-1",
        line_id="1",
        code="font_missing",
        product="photobook",
        template="travel@4",
        country="DE",
        value=4990,
        currency="EUR",
    )


def test_a_rejected_job_names_its_printer(desk: Desk) -> None:
    hears(desk, "orders", backend.order("o-1"))
    hears(desk, "print_jobs", backend.job("j-1", "o-1", state="rejected", printer_id="lille"))
    (row,) = waiting(desk, "printer_rejects")
    assert (row.sub, row.printer, row.code) == ("j-1", "lille", "rejected")


def test_a_row_leaves_when_what_it_waits_for_has_happened(desk: Desk) -> None:
    hears(desk, "orders", backend.order("o-1"))
    hears(desk, "renders", backend.render("r-1", "o-1", state="failed", failure={"code": "timeout"}))
    hears(desk, "renders", backend.render("r-2", "o-1", attempt=2, queued_at=backend.at(9), updated_at=backend.at(10)))
    assert waiting(desk, "failed_renders") == ()


def test_a_row_is_work_only_from_its_time_on(desk: Desk) -> None:
    hears(desk, "orders", backend.order("o-1"))
    due = backend.START + timedelta(minutes=8000)
    assert read_queue(desk, "late", due - timedelta(seconds=1)).rows == ()
    assert [row.order_id for row in read_queue(desk, "late", due + timedelta(seconds=1)).rows] == ["o-1"]


def test_long_and_odd_ids_are_told_apart(desk: Desk) -> None:
    order_id = "o#" + "x" * 500
    hears(desk, "orders", backend.order(order_id))
    for job in ("j" * 400 + "1", "j" * 400 + "2"):
        hears(desk, "print_jobs", backend.job(job, order_id, line_id=job[-1], state="rejected"))
    rows = waiting(desk, "printer_rejects")
    assert {row.order_id for row in rows} == {order_id}
    assert len({row.sub for row in rows}) == len(rows) == 2


CODES = {
    "failed_renders": ["asset_missing", "never heard of"],
    "stuck_uploads": ["draft", "upload_stalled", "WAITING_ROOM"],
    "stuck_renders": ["nothing_known", "not_sent", "LIMBO"],
    "printer_rejects": ["rejected"],
    "print_errors": ["silent", "file_error", "on_hold", "cancelled"],
    "dispatch_late": ["not_dispatched"],
    "no_movement": ["not_handed_over", "customs_hold", "HELD AT HUB"],
    "late": ["in_production"],
    "at_risk": ["accepted_at"],
    "returned": ["lost", "returning"],
    ESCALATED: ["damaged", "unheard"],
    COMMANDS: ["reprint", "render"],
}


@pytest.mark.parametrize("queue", QUEUES)
def test_every_row_says_in_sentences_why_and_what_next(queue: str) -> None:
    for code in [*CODES[queue], "", "mail ana@example.com"]:
        said = why(a_row(1, queue=queue, code=code))
        for words in said:
            assert words.endswith(".")
            assert words[0].isupper()
            assert "_" not in words
            assert "example.com" not in words
        assert "example.com" not in code_words(queue, code)


def test_no_queue_is_left_out_here() -> None:
    assert set(CODES) == set(QUEUES)
