"""What is typed and not sent is there again, for its person alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from support import tasks
from support.notes.drafts import LONGEST_DRAFT
from support.notes.models import Draft
from tests.notes.conftest import ORDER, Member
from tests.web import stories

PLACE = f"note:order:{stories.ORDER_ID}"


def types(member: Member, text: str, **more: str) -> Any:
    """The page keeps what is typed."""
    return member.client.post("/drafts/", {"place": PLACE, "text": text, "person": str(member.person.pk)} | more)


def typed(member: Member) -> str:
    """What stands in the box of the order's page."""
    return member.opens().partition('id="note-text"')[2].partition("</textarea>")[0].partition(">\n")[2]


def test_it_is_there_again(ana: Member, ben: Member) -> None:
    assert types(ana, "Called b").status_code == 204
    types(ana, "Called <b>")
    assert typed(ana) == "Called &lt;b&gt;"
    assert typed(ben) == ""


def test_what_was_sent_or_wiped_out_is_no_draft(ana: Member) -> None:
    types(ana, "Called back")
    ana.writes("Called back")
    assert typed(ana) == ""
    types(ana, "Called back")
    types(ana, " ")
    assert not Draft.objects.exists()


def test_it_is_never_kept_for_somebody_else(ana: Member, ben: Member) -> None:
    assert types(ben, "Called back", person=str(ana.person.pk)).status_code == 409
    assert ben.client.get(f"/drafts/token/?person={ana.person.pk}").status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"text": "a\0b"}, {"text": "x" * (LONGEST_DRAFT + 1)}, {"place": ""}, {"place": "a:\0"}, {"place": "x"}]
)
def test_what_cannot_be_kept(ana: Member, wrong: dict[str, str]) -> None:
    assert types(ana, **({"text": "Called back"} | wrong)).status_code == 422
    assert not Draft.objects.exists()


def test_notes_draft_and_bell_cost_the_order_page_two_queries(ana: Member) -> None:
    for number in range(3):
        ana.writes(f"@ana {number}")
    types(ana, "Called b")
    with CaptureQueriesContext(connection) as asked:
        ana.opens(ORDER)
    tables = ('"support_note"', '"support_draft"', '"support_notice"')
    assert sum(any(table in each["sql"] for table in tables) for each in asked) == 2


def test_other_forms_keep_their_words_too(ana: Member) -> None:
    form = f"{ORDER}lines/l1/render/"
    types(ana, "The photo is there <now>", place=f"act:{form}")
    assert "The photo is there &lt;now&gt;</textarea>" in ana.opens(form)
    assert f'data-draft="act:{form}"' in ana.opens(form)


def test_and_let_go_of_them_once_they_are_sent(ana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    form = f"{ORDER}lines/l1/render/"
    types(ana, "The photo is there", place=f"act:{form}")
    monkeypatch.setattr("support.views.commands.ask", lambda *_: None)
    assert ana.client.post(form, {"cause": "damaged", "key": "k"}).status_code == 302
    assert not Draft.objects.exists()


def test_what_was_left_for_a_month_is_forgotten(ana: Member, ben: Member) -> None:
    types(ana, "Long ago")
    types(ben, "Just now")
    Draft.objects.filter(person=ana.person).update(saved_at=timezone.now() - timedelta(days=30, minutes=1))
    Draft.objects.filter(person=ben.person).update(saved_at=timezone.now() - timedelta(days=29, hours=23))
    tasks.forget_drafts()
    assert [draft.text for draft in Draft.objects.all()] == ["Just now"]
    assert typed(ben) == "Just now"
