"""Work on rows: whose they are, what is put off or done, and what the audit tells of it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from dashboard.roles import Role
from support.audit.export import reason_of
from support.audit.record import record
from support.commands.refusals import NotAllowed
from support.models import AuditEvent
from support.queues import act as module
from support.queues.act import Deed, act
from support.queues.models import WorkItem
from support.queues.row_id import row_id
from support.queues.snapshot import snapshot
from support.queues.tallies import tallies
from support.queues.tidy import tidy
from tests.queues.conftest import QUEUE, Desk, Join, Member, a_row, later

LATER = {"until": "4h", "reason": "waits for an answer of the printer"}


def events() -> list[str]:
    return list(AuditEvent.objects.filter(type__startswith="work.").order_by("number").values_list("type", flat=True))


def shown(member: Member, query: str = "") -> set[str]:
    """The orders that are on somebody's page."""
    page = member.opens(query)
    return {f"o-{n}" for n in range(1, 10) if f"/orders/o-{n}/" in page}


def test_who_takes_a_row_owns_it_and_colleagues_see_so(ana: Member, ben: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    answer = ana.sends("take", a_row(1))
    assert answer.status_code == 302
    assert "Ana" in ben.opens()
    assert shown(ana, "?whose=mine") == {"o-1"}
    assert shown(ben, "?whose=nobody") == {"o-2"}


def test_each_row_is_an_event_of_its_order_in_the_audit(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    ana.sends("take", a_row(1), a_row(2))
    told = AuditEvent.objects.filter(type="work.taken").order_by("number")
    assert {event.order_id for event in told} == {"o-1", "o-2"}
    assert told[0].actor == f"staff:{ana.person.pk}"
    assert told[0].details["queue"] == QUEUE


def test_what_is_a_colleague_s_is_left_alone(ana: Member, ben: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    ana.sends("take", a_row(1))
    for deed in ("take", "release", "done"):
        page = ben.client.get(ben.sends(deed, a_row(1))["Location"]).content.decode()
        assert "1 row is a colleague’s" in page
    assert WorkItem.objects.get().owner == ana.person
    assert events() == ["work.taken"]


def test_taking_over_names_whose_it_was(ana: Member, ben: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    ana.sends("take", a_row(1))
    ben.sends("take-over", a_row(1), a_row(2))
    assert shown(ben, "?whose=mine") == {"o-1", "o-2"}
    assert AuditEvent.objects.get(type="work.taken_over").details["former"] == f"staff:{ana.person.pk}"


def test_giving_back(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    ana.sends("take", a_row(1))
    ana.sends("release", a_row(1))
    assert shown(ana, "?whose=nobody") == {"o-1"}


def test_what_is_put_off_is_hidden_until_its_time(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    ana.sends("snooze", a_row(1), **LATER)
    assert shown(ana) == {"o-2"}
    assert tallies()[QUEUE].count == 1
    snoozed = ana.opens("?standing=snoozed")
    assert "waits for an answer of the printer" in snoozed
    WorkItem.objects.update(snoozed_until=timezone.now())
    assert shown(ana) == {"o-1", "o-2"}


def test_the_reason_is_the_audit_s(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    ana.sends("snooze", a_row(1), **LATER)
    assert reason_of(WorkItem.objects.get().event) == LATER["reason"]


@pytest.mark.parametrize("deed", ["done", "snooze"])
def test_it_is_work_again_once_it_says_something_else(ana: Member, desk: Desk, deed: str) -> None:
    row = a_row(1)
    desk.holds(row)
    ana.sends(deed, row, **LATER)
    assert shown(ana) == set()
    desk.loses(row)
    desk.holds(later(row))
    assert shown(ana) == {"o-1"}


def test_what_is_done_can_be_taken_back(ana: Member, ben: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    ana.sends("done", a_row(1))
    assert shown(ben, "?standing=done") == {"o-1"}
    ben.sends("reopen", a_row(1))
    assert shown(ben) == {"o-1"}
    assert events() == ["work.done", "work.reopened"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"until": "4h"}, "reason"),
        ({"reason": "x"}, "until"),
        ({"reason": "x", "until_at": "2020-01-01T10:00"}, "until"),
        ({"reason": "x", "until_at": "2100-01-01T10:00"}, "until"),
        ({"reason": "x", "until_at": "soon"}, "until"),
        ({"reason": "x", "until": "never"}, "until"),
    ],
)
def test_putting_off_takes_a_reason_and_a_time(ana: Member, desk: Desk, sent: dict[str, str], field: str) -> None:
    desk.holds(a_row(1))
    answer = ana.sends("snooze", a_row(1), **sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert f'href="#queue-{field}"' in page
    assert len(re.findall(r'name="row"[^>]* checked', page)) == 1, "what was selected still is"
    assert not events()


def test_a_time_of_one_s_own(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    at = (timezone.localtime() + timedelta(days=2)).replace(second=0, microsecond=0)
    ana.sends("snooze", a_row(1), reason="x", until_at=at.strftime("%Y-%m-%dT%H:%M"))
    assert WorkItem.objects.get().snoozed_until == at


@pytest.mark.parametrize("row", ["", "x", "\0", "é" * 9000])
def test_what_cannot_be_read_is_told(ana: Member, desk: Desk, row: str) -> None:
    desk.holds(a_row(1))
    answer = ana.client.post(f"/queues/{QUEUE}/take/", {"row": [row]})
    assert answer.status_code == 422
    assert not events()


def test_what_has_left_the_queue_is_told(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    answer = ana.sends("take", a_row(2))
    assert "in the queue no more" in answer.content.decode()


def test_rows_are_taken_from_the_list_as_it_was(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    before = snapshot(QUEUE).id
    desk.put({"pk": "W#printer_rejects#0", "sk": "1980-01-01T00:00:00+00:00#o-new#j", "order": "o-new", "value": 1})
    ana.client.post(f"/queues/{QUEUE}/take/", {"all": "1", "snapshot": before})
    assert set(WorkItem.objects.values_list("order_id", flat=True)) == {"o-1", "o-2"}


def test_all_that_match_are_those_of_the_filters(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2, printer="lille"))
    ana.sends("take", query="printer=lille", all="1")
    assert WorkItem.objects.get().order_id == "o-2"


def test_nobody_takes_hundreds_by_mistake(ana: Member, desk: Desk) -> None:
    desk.holds(*(a_row(n) for n in range(1, module.MOST_ROWS + 2)))
    answer = ana.sends("take", all="1")
    assert "At most 200 rows at once" in answer.content.decode()
    assert not WorkItem.objects.exists()


def test_one_row_s_own_button_takes_that_row_only(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    ana.sends("take", a_row(1), only=row_id(a_row(2)))
    assert WorkItem.objects.get().order_id == "o-2"


def test_auditors_only_look(join: Join, desk: Desk) -> None:
    desk.holds(a_row(1))
    auditor = join("eve", Role.AUDITOR)
    page = auditor.opens()
    assert "PX-1" in page
    assert "Take" not in page
    assert auditor.sends("take", a_row(1)).status_code == 403
    with pytest.raises(NotAllowed):
        act(auditor.asker, QUEUE, [a_row(1)], Deed(kind="take"))


def test_nothing_is_changed_where_the_audit_cannot_be_written(
    ana: Member, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.holds(a_row(1), a_row(2))
    written: list[Any] = []

    def full(*args: Any, **more: Any) -> Any:
        if written:
            raise OSError("disk full")
        written.append(record(*args, **more))
        return written[0]

    monkeypatch.setattr(module, "record", full)
    with pytest.raises(OSError, match="disk full"):
        act(ana.asker, QUEUE, list(snapshot(QUEUE).rows), Deed(kind="take"))
    assert not WorkItem.objects.exists()
    assert not events()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_one_row_at_once_one_has_it(join: Join, desk: Desk) -> None:
    desk.holds(a_row(1))
    rows = list(snapshot(QUEUE).rows)
    askers = [join(f"p-{n}").asker for n in range(6)]

    def take(who: Any) -> int:
        try:
            return act(who, QUEUE, rows, Deed(kind="take")).changed
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, askers)) == 1
    assert events() == ["work.taken"]


def test_mine_and_my_team_s_over_all_queues(ana: Member, ben: Member, join: Join, desk: Desk) -> None:
    other = a_row(3, queue="no_movement")
    desk.holds(a_row(1), a_row(2), other)
    ana.sends("take", a_row(1))
    ana.sends("take", other, queue="no_movement")
    join("kim", Role.AGENT).sends("take", a_row(2))
    for member, address, orders in ((ana, "mine", {1, 3}), (ben, "mine", set()), (ben, "team", {1, 3})):
        page = member.client.get(f"/queues/{address}/").content.decode()
        assert {n for n in (1, 2, 3) if f"/orders/o-{n}/" in page} == orders


def test_from_a_list_of_one_s_own_one_comes_back_to_it(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    ana.sends("take", a_row(1))
    assert ana.sends("release", a_row(1), back="mine")["Location"] == "/queues/mine/"
    assert ana.sends("release", back="mine")["Location"] == "/queues/mine/"


def test_what_was_done_about_rows_that_are_gone_is_forgotten_after_a_week(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    ana.sends("done", a_row(1), a_row(2))
    desk.loses(a_row(1))
    tidy()
    assert WorkItem.objects.count() == 2
    WorkItem.objects.update(changed_at=timezone.now() - timedelta(days=8))
    tidy()
    assert WorkItem.objects.get().order_id == "o-2"
