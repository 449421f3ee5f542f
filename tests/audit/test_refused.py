"""What cannot be audited does not happen: acts while the database takes no event more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection

from dashboard.roles import Role
from support import quarantine
from support.audit.export import FORMS, take
from support.audit.record import Actor
from support.audit.selection import Selection
from support.commands.ask import ask
from support.commands.models import Command
from support.reveals.held import Subject
from support.reveals.models import Reveal
from support.reveals.reveal import reveal
from tests.audit.conftest import Write
from tests.commands.conftest import Desk, Staff, a_render, desk, staff
from tests.web.conftest import a_kept

__all__ = ["desk", "staff"]

FULL = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON support_auditevent FOR EACH ROW EXECUTE FUNCTION no_room();
"""
ROOM = "DROP TRIGGER no_room ON support_auditevent; DROP FUNCTION no_room();"


@pytest.fixture
def disk_full(transactional_db: None) -> Iterator[None]:
    """Every insert of an event fails as it does on a full disk."""
    with connection.cursor() as cursor:
        cursor.execute(FULL)
    yield
    with connection.cursor() as cursor:
        cursor.execute(ROOM)


def test_no_command_is_taken(desk: Desk, staff: Staff, disk_full: None) -> None:
    with pytest.raises(DatabaseError, match="No space left"):
        ask(staff(Role.AGENT), a_render())
    assert not Command.objects.exists()


def test_nothing_personal_is_revealed(staff: Staff, disk_full: None) -> None:
    person = staff(Role.AGENT).person
    assert person is not None
    with pytest.raises(DatabaseError, match="No space left"):
        reveal(person, Subject.order("o-1"), "identify", "she calls")
    assert not Reveal.objects.exists()


def test_no_row_is_struck_off(disk_full: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.quarantine.quarantine.discard", None)  # whoever came so far would fail otherwise
    with pytest.raises(DatabaseError, match="No space left"):
        quarantine.discard(Actor("staff:1", "ops"), a_kept(), "an old test")


def test_the_audit_itself_is_not_taken(write: Write, disk_full: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE support_auditevent DISABLE TRIGGER no_room")
        write()
        cursor.execute("ALTER TABLE support_auditevent ENABLE TRIGGER no_room")
    with pytest.raises(DatabaseError, match="No space left"):
        take(Actor("staff:1", "auditor"), Selection(), FORMS["csv"])
