"""The chain under many writers, and what its verification finds beyond what the tests of the person on call tell."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from support.audit import chain
from support.audit.chain import Anchor, faults, hash_of, newest
from support.audit.record import Actor, Target, erase_reason, record
from support.audit.types import Untold
from support.models import AuditEvent
from tests.audit.conftest import RENDERED, SEEN, Write, tamper

WRITERS, EACH = 20, 50


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_make_one_unbroken_chain() -> None:
    def writer(number: int) -> None:
        for _ in range(EACH):
            with transaction.atomic():
                record(Actor(f"staff:{number}", "agent"), SEEN, Target("order", "o-1", "o-1"), reason="why")
        connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(writer, range(WRITERS)))
    assert list(AuditEvent.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 1001))
    assert list(faults()) == []


def test_parts_are_read_as_one_chain(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "AT_A_TIME", 3)
    for _ in range(10):
        write(reason="why")
    erase_reason(Actor("staff:1", "admin"), 2)
    read: list[tuple[int, Anchor]] = []
    assert list(faults(watch=lambda count, last: read.append((count, last)))) == []
    assert [count for count, _ in read] == [3, 6, 9, 11]
    assert read[-1][1] == newest()


def test_a_tail_that_was_hashed_anew_is_found_by_an_older_anchor(write: Write) -> None:
    for _ in range(5):
        write()
    anchor, before = newest(), AuditEvent.objects.get(number=2).hash
    tamper("DELETE FROM support_auditevent WHERE number > 2")
    forged = AuditEvent.objects.get(number=2)
    for number in (3, 4, 5):
        forged.number, forged.previous, forged.actor = number, before, "staff:666"
        forged.hash = before = hash_of(forged)
        forged.save(force_insert=True)
    assert list(faults()) == []
    assert anchor is not None
    assert list(faults([anchor])) == ["event 5 is not the one that was anchored"]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE support_auditevent SET type = 'a' WHERE number = 2", "event 2 was changed"),
        (
            "UPDATE support_auditevent SET previous = repeat('0', 64) WHERE number = 2",
            "event 2 does not follow the one before it",
        ),
        ("DELETE FROM support_auditevent WHERE number = 2", "events 2 to 2 are missing"),
        ("UPDATE support_auditevent SET number = 0 WHERE number = 1", "event 0 has no place in the chain"),
        ("DELETE FROM support_auditreason WHERE event_id = 3", "the reason of event 3 is missing"),
        ("UPDATE support_auditreason SET salt = 'x' WHERE event_id = 3", "the reason of event 3 was changed"),
        ("INSERT INTO support_auditreason VALUES (2, 'x', 'put in')", "the reason of event 2 was changed"),
    ],
)
def test_tampering_is_found(write: Write, statement: str, found: str) -> None:
    for reason in ("", "", "why"):
        write(reason=reason)
    tamper(statement)
    assert found in list(faults())


@pytest.mark.parametrize("statement", ["UPDATE support_auditevent SET role = 'x'", "DELETE FROM support_auditevent"])
def test_the_role_of_the_site_itself_may_change_nothing(write: Write, statement: str) -> None:
    write()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_event_that_nobody_could_read_is_refused(write: Write) -> None:
    with pytest.raises(Untold, match="line"):
        write(RENDERED)
    assert newest() is None
