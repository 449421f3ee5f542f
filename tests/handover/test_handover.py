"""What a shift hands over: figures that agree with the lists, kept as they were, told to who works on."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError
from django.db import transaction
from django.urls import get_resolver
from django.utils import timezone

from dashboard.roles import Role
from support.audit.record import Actor, erase_reason
from support.audit.types import TYPES
from support.handover.acts import ACTS
from support.handover.models import Handover
from support.models import AuditEvent
from support.notices.models import Notice
from tests.handover.conftest import NEW, Desk, Join, Member, a_row, did, sends
from tests.queues.conftest import QUEUE, later
from tests.web.objects import a_bulk_job, an_escalation, an_incident

TOLD_ELSEWHERE = {"bulk", "incident", "escalation", "printer"}
"""Rooms that have a section of their own."""
NOT_TOLD = {"work.released", "work.reopened", "request.given_back"}
CELL = r"<bdi>{what}</bdi>(?:</a>)?</th>\s*<td class=\"num\">([\d,]+)</td>"


def page(who: Member, query: str = "") -> str:
    """What would be handed over now."""
    return str(who.client.get(f"{NEW}{query}").content.decode())


def number(body: str, section: str, what: str) -> int:
    """How many a section says of something; 0 where it says nothing of it."""
    part = body.partition(f'id="part-{section}"')[2].partition("</section>")[0]
    found = re.search(CELL.format(what=re.escape(what)), part)
    return int(found[1].replace(",", "")) if found else 0


def test_what_is_left_is_what_the_queues_list(ana: Member, desk: Desk) -> None:
    desk.holds(*(a_row(at) for at in range(1, 4)))
    ana.sends("take", a_row(1))
    body = page(ana)
    assert number(body, "left", "Printer rejections") == 3
    assert f'href="/queues/{QUEUE}/"' in body
    assert "oldest 3 h" in body
    assert "€149.70" in body
    assert number(body, "taken", "Printer rejections") == 1


def test_what_came_in_is_counted_by_when_it_became_work(ana: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2), a_row(30))
    assert number(page(ana), "came", "Printer rejections") == 2
    since = timezone.localtime() - timedelta(hours=40)
    assert number(page(ana, f"?begins={since:%Y-%m-%dT%H:%M}"), "came", "Printer rejections") == 3


def test_what_was_put_off_says_until_when_and_why(ana: Member, desk: Desk) -> None:
    row = a_row(1)
    desk.holds(row)
    ana.sends("snooze", row, reason="the printer mends its press", until="tomorrow")
    body = page(ana)
    assert "the printer mends its press" in body
    assert number(body, "left", "Printer rejections") == 0
    desk.loses(row)
    desk.holds(later(row))
    assert "mends its press" not in page(ana)


def test_what_was_done_is_counted_in_the_period_alone(ana: Member, ben: Member, desk: Desk) -> None:
    did(ana, "command.reprint", 2)
    did(ben, "command.reprint")
    did(ben, "find.searched")
    body = page(ana)
    assert number(body, "done", "Reprints asked for") == 3
    assert "earch" not in body.partition('id="part-done"')[2].partition("</section>")[0]
    late = timezone.localtime() - timedelta(hours=9)
    assert (
        number(page(ana, f"?begins={late:%Y-%m-%dT%H:%M}&ends={late:%Y-%m-%dT%H}:59"), "done", "Reprints asked for")
        == 0
    )


def test_who_did_what_is_told_where_it_is_asked_for(ana: Member, ben: Member, desk: Desk) -> None:
    did(ben, "note.written", 2)
    assert "Ben" not in page(ana).partition('id="part-done"')[2]
    assert "<bdi>Ben</bdi>" in page(ana, "?by=person").partition('id="part-done"')[2].partition("</section>")[0]


def test_every_kind_of_work_is_told_or_left_out_on_purpose(db: None) -> None:
    assert get_resolver().url_patterns, "loads every room, and so every type"
    work = {"command", "request", "work", "note", "quarantine"}
    kinds = {name for name in TYPES if name.partition(".")[0] in work}
    assert set(ACTS) <= set(TYPES)
    kinds.discard("note.tried")  # of a test
    missing = kinds - set(ACTS) - NOT_TOLD - {name for name in kinds if name.endswith("_asked")}
    assert missing <= {"note.edited", "note.withdrawn", "note.pinned", "note.unpinned"}


def test_rooms_tell_what_became_of_theirs(ana: Member, desk: Desk) -> None:
    with transaction.atomic():
        job, incident, _ = a_bulk_job(ana.person), an_incident(ana.person), an_escalation(ana.person)
    body = page(ana)
    assert f'href="/bulk/{job}/"' in body
    assert f'href="/incidents/{incident}/"' in body
    assert "opened, not closed" in body
    assert number(body, "escalations", "Opened") == number(body, "escalations", "Not closed now") == 1


def test_the_next_shift_reads_what_was_handed_over(ana: Member, ben: Member, desk: Desk) -> None:
    desk.holds(a_row(1), a_row(2))
    made = sends(ana.client, words="Köln mends its press until noon.")
    desk.loses(a_row(1), a_row(2))
    body = str(ben.client.get(f"{NEW}{made.pk}/").content.decode())
    assert number(body, "left", "Printer rejections") == 2
    assert "Köln mends its press until noon." in body
    assert "- Printer rejections: 2 (oldest 2 h, €99.80)" in body


def test_colleagues_who_work_on_queues_are_told_with_a_link(ana: Member, ben: Member, join: Join, desk: Desk) -> None:
    join("cara", Role.AGENT)
    join("dan", Role.AUDITOR)
    made = sends(ana.client, to=["ops", "agent"])
    told = Notice.objects.filter(address=f"{NEW}{made.pk}/").values_list("person__username", flat=True)
    assert set(told) == {"ben", "cara"}
    assert made.told == 2
    assert "Ana handed over" in str(ben.client.get("/notices/").content.decode())


def test_it_is_audited_with_the_senders_words(ana: Member, ben: Member, desk: Desk) -> None:
    made = sends(ana.client, words="Look at inge@example.com")
    event = AuditEvent.objects.get(type="handover.sent")
    assert (event.target_id, event.actor, event.details["told"]) == (made.pk, f"staff:{ana.person.pk}", 1)
    assert "inge@example.com" not in event.reason.text


def test_a_form_sent_twice_is_one_handover(ana: Member, ben: Member, desk: Desk) -> None:
    assert sends(ana.client).pk == sends(ana.client).pk
    assert Handover.objects.count() == Notice.objects.count() == 1
    assert AuditEvent.objects.filter(type="handover.sent").count() == 1
    assert sends(ana.client, key="k2").pk != Handover.objects.earliest("made_at").pk


def test_nothing_that_is_kept_names_anybody(ana: Member, desk: Desk) -> None:
    row = a_row(1)
    desk.holds(row)
    ana.sends("snooze", row, reason="Inge Brandt is on holiday", until="tomorrow")
    made = sends(ana.client, words="Inge Brandt will call", by="person")
    kept = json.dumps(made.figures) + made.text
    assert "Brandt" not in kept
    assert "Ana" not in kept


def test_words_that_are_erased_are_gone_from_it_too(ana: Member, desk: Desk) -> None:
    made = sends(ana.client, words="Inge Brandt will call")
    erase_reason(Actor.shell("deploy"), made.event_id)
    assert "Brandt" not in str(ana.client.get(f"{NEW}{made.pk}/").content.decode())


def test_hostile_words_are_only_words(ana: Member, ben: Member, desk: Desk) -> None:
    made = sends(ana.client, words="<script>alert(1)</script>{{7*7}}")
    for path in (f"{NEW}{made.pk}/", f"{NEW}past/"):
        assert "<script>alert" not in str(ana.client.get(path).content.decode())
    assert "<script>alert" not in str(ben.client.get("/home/").content.decode())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?begins=yesterday", "Give a time as"),
        ("?begins=\0", "Give a time as"),
        ("?begins=2026-11-25T10:00&ends=2026-11-25T09:00", "not after the beginning"),
        ("?begins=2001-01-01T00:00", "seven days at most"),
        ("?begins=2098-01-01T00:00", "has not come yet"),
        ("?ends=9999-99-99T00:00", "Give a time as"),
    ],
)
def test_a_period_that_makes_no_sense_is_a_problem_in_words(ana: Member, desk: Desk, query: str, said: str) -> None:
    answer = ana.client.get(f"{NEW}{query}")
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"to": []}, "Choose whom to tell"),
        ({"to": ["admin"]}, "Choose whom to tell"),
        ({"key": "no\0key"}, "not whole"),
        ({"words": "x" * 3_000}, "more than"),
    ],
)
def test_a_form_that_is_wrong_does_nothing(ana: Member, desk: Desk, sent: dict[str, object], said: str) -> None:
    answer = ana.client.post(f"{NEW}send/", {"key": "k1", "to": ["ops"], **sent})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Handover.objects.exists()


def test_those_of_before_are_listed_newest_first(ana: Member, desk: Desk) -> None:
    first, second = sends(ana.client, words="the first"), sends(ana.client, key="k2", words="the second")
    body = str(ana.client.get(f"{NEW}past/").content.decode())
    assert body.index(second.pk) < body.index(first.pk)
    assert 'id="since-last"' in page(ana)
    assert ana.client.get(f"{NEW}no-such/").status_code == 404


def test_a_queue_that_cannot_be_read_is_said_and_the_rest_is_there(
    ana: Member, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise EndpointConnectionError(endpoint_url="http://db")

    monkeypatch.setattr(desk, "query", gone)
    did(ana, "note.written")
    body = page(ana)
    assert body.count("<dd>This could not be read.</dd>") == 2
    assert number(body, "done", "Notes written") == 1
