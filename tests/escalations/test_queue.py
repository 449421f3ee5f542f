"""The queue of escalations and the board: narrowed, paged, worst first, kept up."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from support.audit.record import Actor, Target, record
from support.commands.asker import Asker
from support.escalations import wanted
from support.escalations.change import SAID
from support.escalations.escalate import escalate
from support.escalations.models import Escalation
from support.escalations.move import move
from support.escalations.wanted import Wanted, listed
from support.models import AuditEvent
from tests.commands.conftest import Desk
from tests.escalations.conftest import HTMX, SignIn, a_problem, body, post

pytestmark = pytest.mark.django_db

LIST, BOARD = "/escalations/", "/escalations/board/"


def test_pages_of_the_queue_are_worst_first_and_together_all(opened: Escalation) -> None:
    now, severities = timezone.now(), ["urgent", "high", "normal", "low"]
    for n in range(9):
        Escalation.objects.create(
            subject=f"{n}", order_id=f"o-{n}", reason="colour", party="printer", severity=severities[n % 4],
            due_at=None if n == 5 else now + timedelta(hours=n % 3), actor="a", key=f"{n}", event=_event(n),
            opened_at=now, moved_at=now,
        )  # fmt: skip
    seen: list[Escalation] = []
    after, pages = "", 0
    while pages == 0 or after:
        page = listed(Wanted(), after, size=3)
        seen, after, pages = [*seen, *page.escalations], page.after, pages + 1
    assert len({each.pk for each in seen}) == len(seen) == 10
    ranks = [(severities.index(each.severity), each.due_at or now + timedelta(days=999)) for each in seen]
    assert ranks == sorted(ranks)
    assert pages == 4


def _event(number: int) -> AuditEvent:
    with transaction.atomic():
        return record(Actor("a", "agent"), SAID, Target("escalation", f"{number}"))


def test_those_that_are_over_are_newest_first(opened: Escalation, agent: Asker) -> None:
    second = escalate(agent, a_problem(reason="lost"))
    for each in (second, opened):
        move(agent, each.pk, "resolved", "done")
    first_page = listed(Wanted(state="over"), size=1)
    assert list(first_page.escalations) == [opened]
    assert list(listed(Wanted(state="over"), first_page.after, size=1).escalations) == [second]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True), ("whose=mine", True), ("whose=nobody", False), ("severity=high", True), ("severity=low", False),
        ("printer=koeln", True), ("printer=lille", False), ("reason=damaged", True), ("reason=lost", False),
        ("overdue=1", False), ("state=open", True), ("state=closed", False), ("state=over", False),
        ("state=open&severity=high&whose=mine&printer=koeln&reason=damaged", True),
    ],
)  # fmt: skip
def test_filters_are_in_the_address(opened: Escalation, agent: Asker, sign_in: SignIn, query: str, found: bool) -> None:
    assert (f'id="escalation-{opened.pk}"' in body(sign_in(agent), f"{LIST}?{query}")) is found


@pytest.mark.parametrize(
    "query", ["state=x", "severity=x", "reason=x", "whose=x", "overdue=x", "printer=%00", "after=x", "after=9~x~y"]
)
def test_no_such_list(desk: Desk, agent: Asker, sign_in: SignIn, query: str) -> None:
    assert sign_in(agent).get(f"{LIST}?{query}").status_code == 400


def test_an_open_list_is_told_only_what_is_new(opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    client = sign_in(agent)
    for path in (LIST, BOARD):
        asks = next(each for each in re.findall(r'hx-get="([^"]+)"', body(client, path)) if "escalations" in each)
        asks = asks.replace("&amp;", "&")
        opened.refresh_from_db()
        assert client.get(asks, headers=HTMX).status_code == 204
        post(client, opened, "words", text="more")
        assert client.get(asks, headers=HTMX).status_code == 200


def test_the_board_has_each_live_state_with_its_worst(
    opened: Escalation, agent: Asker, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wanted, "A_COLUMN", 1)
    escalate(agent, a_problem(reason="lost", severity="urgent"))
    page = body(sign_in(agent), BOARD)
    assert f'id="escalation-{opened.pk}"' not in page
    assert 'href="/escalations/?state=open">All 2' in page
    assert page.count('<section class="card" id="column-') == 7
