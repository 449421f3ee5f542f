"""What the rooms have to tell whom: figures that are those of the lists they lead to, in few questions."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboard.roles import Role
from support.bulk.models import BulkJob
from support.escalations.models import Escalation
from support.home.roles import QUEUES_OF
from support.shown.home import PARTS
from tests.handover.conftest import sends
from tests.home.conftest import Desk, Join, Member, a_row, an_escalation, home, parts
from tests.queues.conftest import QUEUE
from tests.web.objects import a_bulk_job, an_incident

MOST_QUERIES = 40


def rows(body: str, part: str) -> list[str]:
    """The addresses that a part leads to."""
    section = body.partition(f'id="home-{part}"')[2].partition("</section>")[0]
    return re.findall(r'<a class="row" id="[^"]+" href="([^"]+)"', section)


def whole(client: Client, part: str) -> tuple[int, str]:
    """How many a part says there are in all, and the list that it leads to."""
    found = re.search(rf'id="home-{part}-all" href="([^"]+)">all (\d+)', home(client))
    assert found is not None
    return int(found[2]), str(client.get(found[1].replace("&amp;", "&")).content.decode())


@pytest.mark.parametrize("role", Role)
def test_a_role_is_told_of_its_own_queues(role: Role, join: Join, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    body = home(join(role=role).client)
    assert rows(body, "queues") == ([f"/queues/{QUEUE}/"] if QUEUE in QUEUES_OF.get(role, ()) else [])


def test_a_queue_s_figures_are_those_of_its_list(ana: Member, desk: Desk) -> None:
    desk.holds(*(a_row(at) for at in range(1, 8)))
    ana.sends("done", a_row(3), reason="done by phone")
    told = home(ana.client).partition(f'id="queue-{QUEUE}"')[2].partition("</a>")[0]
    assert '<b class="num">6</b>' in told
    assert "€299.40" in told
    assert ana.opens().count('<tr id="row-') == 6


def test_what_is_mine_is_what_i_took(ana: Member, ben: Member, desk: Desk) -> None:
    desk.holds(*(a_row(at) for at in range(1, 9)))
    ana.sends("take", *(a_row(at) for at in range(1, 8)))
    assert rows(home(ana.client), "mine")[0] == "/orders/o-7/"
    number, body = whole(ana.client, "mine")
    assert number == body.count('<tr id="row-') == 7
    assert rows(home(ben.client), "mine") == []


def test_bulk_jobs_wait_for_the_manager_and_go_on_for_their_owner(join: Join, desk: Desk) -> None:
    ana = join("ana", Role.SENIOR)
    job = a_bulk_job(ana.person)
    assert rows(home(ana.client), "bulk") == [f"/bulk/{job}/"]
    assert rows(home(join("cara", Role.SENIOR).client), "bulk") == []
    assert rows(home(join("dan", Role.MANAGER).client), "bulk") == [f"/bulk/{job}/"]
    assert rows(home(join("eve", Role.AGENT).client), "bulk") == []


def test_bulk_jobs_to_approve_are_counted_as_their_list_does(join: Join, desk: Desk) -> None:
    job, boss = a_bulk_job(join("ana").person), join("dan", Role.MANAGER)
    later = timezone.now() + timedelta(hours=1)
    BulkJob.objects.update(state="awaiting_approval", expires_at=later)
    number, body = whole(boss.client, "approve")
    assert number == body.count(f'href="/bulk/{job}/"') == 1
    assert '1</span><span class="hidden"> to approve' in body


def test_escalations_are_mine_or_overdue(ana: Member, ben: Member, desk: Desk) -> None:
    made = an_escalation(ana.person)
    assert rows(home(ana.client), "escalated") == [f"/escalations/{made}/"]
    assert "overdue" not in parts(home(ben.client))
    Escalation.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert rows(home(ben.client), "overdue") == [f"/escalations/{made}/"]
    number, body = whole(ben.client, "overdue")
    assert number == 1
    assert made in body


@pytest.mark.parametrize("role", Role)
def test_open_incidents_concern_everybody_who_acts(role: Role, join: Join, desk: Desk) -> None:
    who = join(role=role)
    with transaction.atomic():
        made = an_incident(who.person)
    assert rows(home(who.client), "incidents") == ([] if role is Role.AUDITOR else [f"/incidents/{made}/"])


def test_what_was_handed_over_is_told_to_the_others(ana: Member, ben: Member, desk: Desk) -> None:
    made = sends(ana.client, words="Köln is quiet")
    assert rows(home(ben.client), "handed") == [f"/home/handover/{made.pk}/"]
    assert "handed" not in parts(home(ana.client))


@pytest.mark.parametrize("role", Role)
def test_it_asks_little(role: Role, join: Join, desk: Desk) -> None:
    who = join(role=role)
    desk.holds(*(a_row(at) for at in range(1, 30)))
    home(who.client)
    desk.asked.clear()
    with CaptureQueriesContext(connection) as asked:
        home(who.client)
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"][:150] for query in asked)
    assert set(desk.asked) <= {"query"}
    assert desk.asked["query"] <= 1, "the list of printers"
    assert "cannot be read" not in home(who.client)


def test_every_part_is_told_to_somebody_who_may(db: None) -> None:
    names = [part.name for part in PARTS]
    assert len(names) == len(set(names))
    assert all(part.roles for part in PARTS)
