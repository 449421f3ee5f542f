"""The audit: written with what it tells of, one chain whoever writes, and no change of it goes unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from dashboard.roles import Role
from support.audit.chain import Anchor, faults, hash_of, newest
from support.audit.record import Actor, NoTransaction, Target, erase_reason, record
from support.audit.types import DISCARD_ASKED, REPLAYED, EventType, sentence
from support.models import AuditEvent, AuditReason

OPS = Actor("staff:1", "ops")
ROW = Target("record", "orders/o-1", "o-1")
WRITERS, EACH = 8, 15


def write(count: int = 1, reason: str = "") -> None:
    """Some events, committed with the test's transaction."""
    for number in range(count):
        with transaction.atomic():
            record(OPS, REPLAYED, ROW, reason=reason, details={"fate": "applied", "number": number})


def tamper(statement: str) -> None:
    """Change the tables as somebody could who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("DELETE FROM support_auditreason WHERE event_id NOT IN (SELECT number FROM support_auditevent)")
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.mark.django_db
def test_events_are_numbered_and_chained() -> None:
    write(3)
    first, second, third = AuditEvent.objects.order_by("number")
    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_written() -> None:
    with pytest.raises(NoTransaction):
        record(OPS, DISCARD_ASKED, ROW)
    assert newest() is None


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_event_and_no_gap() -> None:
    def fail() -> None:
        with transaction.atomic():
            record(OPS, DISCARD_ASKED, ROW)
            raise RuntimeError

    write()
    with pytest.raises(RuntimeError):
        fail()
    write()
    assert list(AuditEvent.objects.values_list("number", flat=True).order_by("number")) == [1, 2]
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_many_writers_keep_one_chain() -> None:
    def writer(_: int) -> None:
        write(EACH, "because")
        connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(writer, range(WRITERS)))
    assert AuditEvent.objects.count() == WRITERS * EACH
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_chain_would_break(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.audit.record.LOCK", None)  # a lock of NULL is none

    def writer(_: int) -> int:
        refused = 0
        for _ in range(EACH):
            try:
                write()
            except DatabaseError:
                refused += 1
        connection.close()
        return refused

    with ThreadPoolExecutor(WRITERS) as threads:
        assert sum(threads.map(writer, range(WRITERS))) > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE support_auditevent SET actor = 'staff:2'",
        "DELETE FROM support_auditevent",
        "UPDATE support_auditreason SET text = 'another'",
    ],
)
def test_the_database_refuses_changes(statement: str) -> None:
    write(2, "because")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_database_refuses_to_be_emptied() -> None:
    write()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL printdesk.may_truncate_audit = 'no'")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE support_auditevent CASCADE")


SWAPPED = """
    UPDATE support_auditevent SET number = 99 WHERE number = 2;
    UPDATE support_auditevent SET number = 2 WHERE number = 3;
    UPDATE support_auditevent SET number = 3 WHERE number = 99;
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE support_auditevent SET actor = 'staff:2' WHERE number = 3", "event 3 was changed"),
        ("UPDATE support_auditevent SET at = at - interval '1 day' WHERE number = 1", "event 1 was changed"),
        ("UPDATE support_auditevent SET details = '{}' WHERE number = 5", "event 5 was changed"),
        ("DELETE FROM support_auditevent WHERE number = 1", "events 1 to 1 are missing"),
        ("DELETE FROM support_auditevent WHERE number IN (2, 3)", "events 2 to 3 are missing"),
        (SWAPPED, "event 2 does not follow the one before it"),
        (
            "DELETE FROM support_auditevent WHERE number >= 4",
            "event 5 was anchored and is missing: the end was cut off",
        ),
        ("DELETE FROM support_auditreason WHERE event_id = 2", "the reason of event 2 is missing"),
        ("UPDATE support_auditreason SET text = 'another' WHERE event_id = 4", "the reason of event 4 was changed"),
    ],
)
def test_tampering_is_found(statement: str, fault: str) -> None:
    write(5, "because")
    anchor = newest()
    assert anchor is not None
    tamper(statement)
    assert fault in list(faults([anchor]))


@pytest.mark.django_db
def test_a_tail_written_anew_is_found_by_its_anchor() -> None:
    write(3)
    anchor = newest()
    assert anchor is not None
    last = AuditEvent.objects.get(number=3)
    last.actor = "staff:2"
    last.hash = hash_of(last)
    tamper("DELETE FROM support_auditevent WHERE number = 3")
    last.save(force_insert=True)
    assert list(faults()) == []
    assert list(faults([anchor])) == ["event 3 is not the one that was anchored"]


@pytest.mark.django_db
def test_the_words_of_a_reason_can_be_erased() -> None:
    write(2, "Ines Berger called")
    erase_reason(OPS, 2)
    assert not AuditReason.objects.filter(event_id=2).exists()
    assert list(faults()) == []


@pytest.mark.django_db
def test_no_word_of_a_reason_is_in_the_chain() -> None:
    write(1, "Ines Berger called")
    assert "Ines" not in str(AuditEvent.objects.values().get())


@pytest.mark.django_db
def test_hostile_words_are_kept_as_far_as_they_can_be() -> None:
    record(OPS, DISCARD_ASKED, Target("record", "orders/\0\ud800" + "x" * 5_000), reason="\0 why \udfff")
    assert list(faults()) == []


@pytest.mark.django_db
def test_an_actor_is_a_number_and_the_roles_held() -> None:
    person = User.objects.create_user("ana")
    person.groups.add(*Group.objects.filter(name__in=[Role.OPS, Role.ADMIN]))
    assert Actor.staff(person) == Actor(f"staff:{person.pk}", "admin+ops")


@pytest.mark.django_db
def test_each_type_has_a_sentence() -> None:
    write()
    event = AuditEvent.objects.get()
    assert sentence(event) == "applied the row orders/o-1 again, which was then applied"
    with pytest.raises(ValueError, match="two types"):
        EventType(REPLAYED.name, "x")


@pytest.mark.django_db
def test_the_command_says_so() -> None:
    write(2)
    out = StringIO()
    call_command("verify_audit", stdout=out)
    anchor = out.getvalue().rpartition("anchor: ")[2].strip()
    call_command("verify_audit", "--anchor", anchor, stdout=out)
    tamper("DELETE FROM support_auditevent WHERE number = 2")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_audit", "--anchor", anchor, stdout=out, stderr=out)
    assert "the end was cut off" in out.getvalue()


def test_an_anchor_reads_as_it_is_written() -> None:
    anchor = Anchor(7, "a" * 64)
    assert Anchor.parse(str(anchor)) == anchor
