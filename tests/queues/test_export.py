"""Taking what a list shows as a file."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.conf import settings

from dashboard.roles import Role
from support.models import AuditEvent
from support.queues.snapshot import snapshot
from tests.queues.conftest import NOW, QUEUE, Desk, Join, Member, a_row

EXPORT = f"/queues/{QUEUE}/export/"


def takes(member: Member, query: str = "", **more: str) -> list[list[str]]:
    answer = member.client.post(EXPORT, {"query": query, **more})
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.getvalue().decode().removeprefix("\ufeff"))))


def rows(told: list[list[str]]) -> list[dict[str, str]]:
    names, *found = [line for line in told if not line[0].startswith("# ")]
    return [dict(zip(names, each, strict=True)) for each in found]


def test_it_has_the_rows_of_the_list_in_its_order(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1, value=1234), a_row(2, printer="lille"), a_row(3, value=99, currency="JPY"))
    found = rows(takes(ana, "printer=koeln&sort=newest"))
    assert [row["order_id"] for row in found] == ["o-1", "o-3"]
    assert [(row["value"], row["currency"]) for row in found] == [("12.34", "EUR"), ("99", "JPY")]
    assert found[0]["why"] == "The printer has rejected the print job."


def test_that_it_was_taken_is_in_the_audit(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    takes(ana, "printer=koeln")
    event = AuditEvent.objects.get(type="queue.exported")
    assert event.details == {"count": 2, "matched": 2, "printer": "koeln"}
    assert event.target_id == QUEUE


def test_nothing_in_it_is_a_formula(ana: Member, desk: Desk) -> None:
    bad = dict.fromkeys(("order_id", "sub", "line_id", "code", "printer", "product"), "=1+1")
    desk.holds(a_row(1, **bad), a_row(2, printer="@x", product="+1", template="-1", country="\t1"))
    for row in rows(takes(ana)):
        assert not any(value.startswith(("=", "+", "-", "@", "\t")) for value in row.values())


def test_what_is_put_off_or_done_is_not_in_it(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    ana.sends("done", a_row(1))
    assert [row["order_id"] for row in rows(takes(ana))] == ["o-2"]


def test_whose_rows_are(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    ana.sends("take", a_row(1))
    assert rows(takes(ana))[0]["owner"] == "Ana"


def test_it_is_capped_and_says_so(ana: Member, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "QUEUE_EXPORT_MOST", 2)
    desk.holds(*(a_row(n) for n in (1, 2, 3)))
    told = takes(ana)
    assert len(rows(told)) == 2
    assert ["# cut: 3 rows matched, these are the first 2"] in told
    assert AuditEvent.objects.get(type="queue.exported").details["count"] == 2


def test_it_is_of_the_list_as_it_was(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1))
    before = snapshot(QUEUE).id
    desk.put({"pk": f"W#{QUEUE}#0", "sk": f"{NOW.isoformat()}#o-new#j", "order": "o-new", "value": 1})
    assert [row["order_id"] for row in rows(takes(ana, snapshot=before))] == ["o-1"]


@pytest.mark.parametrize("query", ["printer=nowhere", "min_age=soon"])
def test_where_there_is_nothing_to_take_nothing_is_told(ana: Member, desk: Desk, query: str) -> None:
    desk.holds(a_row(1))
    assert ana.client.post(EXPORT, {"query": query}).status_code == 422
    assert not AuditEvent.objects.filter(type="queue.exported").exists()


@pytest.mark.parametrize("role", [Role.AGENT, Role.SENIOR, Role.ADMIN, Role.AUDITOR])
def test_only_who_may(join: Join, desk: Desk, role: Role) -> None:
    desk.holds(a_row(1))
    member: Any = join("kim", role)
    assert "Export" not in member.opens()
    assert member.client.post(EXPORT).status_code == 403
