"""What becomes of a note: changed, withdrawn, pinned."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from dashboard.roles import Role
from support.models import AuditEvent
from support.notes.change import words_seen
from support.notes.models import Note
from tests.notes.conftest import HTMX, ORDER, Join, Member, the_note


@pytest.fixture
def note(ana: Member) -> Note:
    """One of Ana's."""
    ana.writes("Called back")
    return the_note()


def edit(member: Member, note: Note, text: str) -> int:
    """Sends the form of its other words, which was opened on ``note``."""
    answer = member.client.post(f"/notes/{note.pk}/edit/", {"text": text, "seen": words_seen(note)})
    return int(answer.status_code)


def acts(member: Member, note: Note, what: str) -> int:
    """Clicks a control of a note."""
    return int(member.client.post(f"/notes/{note.pk}/{what}/").status_code)


def test_its_author_changes_it(ana: Member, note: Note) -> None:
    assert edit(ana, note, "Called twice") == 302
    body = ana.opens()
    assert "Called back" not in body
    assert "Note, edited: Called twice" in body
    assert AuditEvent.objects.filter(type="note.edited").count() == 1


def test_nobody_else_does(note: Note, join: Join) -> None:
    admin = join("carl", Role.ADMIN)
    assert edit(admin, note, "Never called") == 403
    assert acts(admin, note, "withdraw") == 403
    assert the_note().text == "Called back"
    assert f'id="edit-{note.pk}"' not in admin.opens()


def test_after_a_while_it_stays_as_it_is(ana: Member, note: Note, settings: Settings) -> None:
    assert f'id="undo-{note.pk}"' in ana.opens()
    settings.NOTE_EDIT_MINUTES = 0.0
    assert edit(ana, note, "Never called") == 403
    assert acts(ana, note, "withdraw") == 403
    assert f'id="undo-{note.pk}"' not in ana.opens()


def test_a_second_window_is_shown_what_it_reads_now(ana: Member, note: Note) -> None:
    edit(ana, note, "Called twice")
    answer = ana.client.post(f"/notes/{note.pk}/edit/", {"text": "Never called", "seen": words_seen(note)})
    assert answer.status_code == 409
    assert "Called twice" in answer.content.decode()
    assert "Never called</textarea>" in answer.content.decode()
    assert f'name="seen" value="{words_seen(the_note())}"' in answer.content.decode()
    assert edit(ana, the_note(), "Never called") == 302


def test_a_pin_meanwhile_is_no_reason_to_refuse(ana: Member, join: Join, note: Note) -> None:
    assert acts(join("sen", Role.SENIOR), note, "pin") == 302
    assert edit(ana, note, "Called twice") == 302
    assert (the_note().text, the_note().pinned_at is not None) == ("Called twice", True)


def test_a_change_meanwhile_is_no_reason_not_to_pin(ana: Member, join: Join, note: Note) -> None:
    assert edit(ana, note, "Called twice") == 302
    assert acts(join("sen", Role.SENIOR), note, "pin") == 302
    assert the_note().text == "Called twice"


@pytest.mark.parametrize("seen", ["", "1", "x" * 5_000, "ñ"])
def test_words_that_nobody_saw_are_not_changed(ana: Member, note: Note, seen: str) -> None:
    answer = ana.client.post(f"/notes/{note.pk}/edit/", {"text": "Never called", "seen": seen})
    assert answer.status_code == 409
    assert the_note().text == "Called back"


def test_other_words_that_cannot_be_kept(ana: Member, note: Note) -> None:
    assert edit(ana, note, " ") == 422
    assert the_note().text == "Called back"


def test_undo_hides_it_from_everybody_and_gives_the_words_back(ana: Member, ben: Member, note: Note) -> None:
    assert acts(ana, note, "withdraw") == 302
    assert "Called back" not in ben.opens()
    assert "Called back</textarea>" in ana.opens()
    assert acts(ana, note, "withdraw") == 404
    assert AuditEvent.objects.filter(type="note.withdrawn").count() == 1


def test_undo_does_not_touch_what_is_being_typed(ana: Member, note: Note) -> None:
    typed = {"place": f"note:order:{note.order_id}", "text": "Next", "person": str(ana.person.pk)}
    ana.client.post("/drafts/", typed)
    acts(ana, note, "withdraw")
    assert "Next</textarea>" in ana.opens()


def test_a_pinned_note_comes_first(ana: Member, ben: Member, note: Note) -> None:
    ana.writes("A newer one")
    assert ben.opens().index(f'id="note-{note.pk}"') > ben.opens().index("A newer one")
    acts(ben, note, "pin")
    listed = ana.opens().partition('id="note-list"')[2]
    assert listed.index("Called back") < listed.index("A newer one")
    acts(ana, note, "unpin")
    assert [each.type for each in AuditEvent.objects.order_by("-number")[:2]] == ["note.unpinned", "note.pinned"]


def test_pinning_twice_is_pinning_once(ana: Member, note: Note) -> None:
    acts(ana, note, "pin")
    acts(ana, note, "pin")
    assert the_note().changes == 2


def test_an_auditor_pins_nothing(note: Note, join: Join) -> None:
    assert acts(join("eve", Role.AUDITOR), note, "pin") == 403


def test_a_wanted_note_is_found_on_its_page_and_marked(ana: Member, note: Note) -> None:
    for number in range(15):
        ana.writes(f"Number {number}")
    body = ana.opens(f"{ORDER}?note={note.pk}").partition('id="note-list"')[2]
    assert f'id="note-{note.pk}" class="note wanted"' in body
    assert "11–16 of 16" in body


def test_the_open_page_gets_its_parts(ana: Member, note: Note) -> None:
    body = ana.client.post(f"/notes/{note.pk}/pin/", headers=HTMX).content.decode()
    assert "pinned by" in body
    assert "<textarea" not in body
