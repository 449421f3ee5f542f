"""Pages of escalations, without JavaScript: the page of one, the form on the order."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from dashboard.roles import Role
from support.commands.asker import Asker
from support.escalations.escalate import escalate
from support.escalations.models import Escalation, Step
from support.escalations.move import move
from support.notes.models import Draft
from support.reveals.kinds import kinds
from tests.commands.conftest import ORDER, Desk, Staff
from tests.escalations.conftest import HTMX, SignIn, a_problem, body, post, ship
from tests.streams import backend

pytestmark = pytest.mark.django_db

LIST, BOARD = "/escalations/", "/escalations/board/"
ESCALATE = f"/orders/{ORDER}/escalate/"


def key_in(page: str) -> str:
    return str(re.findall(r'name="key" value="([^"]+)"', page)[0])


# ---- taking a problem up -------------------------------------------------------------------------------------


def test_a_line_is_escalated_from_its_order(desk: Desk, agent: Asker, sign_in: SignIn) -> None:
    ship(desk, state="damaged")
    client = sign_in(agent)
    assert f"{ESCALATE}?about=line%3A2" in body(client, f"/orders/{ORDER}/")
    form = body(client, f"{ESCALATE}?about=line%3A2")
    assert '<option value="line:2" selected>' in form
    assert '<option value="damaged" selected>' in form
    sent = {"key": key_in(form), "about": "line:2", "reason": "damaged", "text": "Torn."}
    answer = client.post(ESCALATE, sent)
    made = Escalation.objects.get()
    assert answer["Location"] == f"/escalations/{made.pk}/"
    page = body(client, f"/orders/{ORDER}/")
    assert f'id="escalation-{made.pk}"' in page
    assert f'href="/escalations/{made.pk}/">read it' in page.replace(
        f' id="more-escalation-{made.pk}-{made.steps.get().pk}"', ""
    )


def test_the_same_again_is_shown_the_first(opened: Escalation, sign_in: SignIn) -> None:
    answer = sign_in(Role.SENIOR).post(ESCALATE, {"key": "k", "about": "job:j-2", "reason": "damaged", "text": "mine"})
    assert answer.status_code == 409
    assert f'id="to-existing" href="/escalations/{opened.pk}/"' in answer.content.decode()
    assert "mine</textarea>" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"reason": ""}, "reason"), ({"text": "a\0b"}, "text"), ({"severity": "x"}, "severity"), ({"key": ""}, "key")],
)
def test_a_form_that_cannot_be_is_shown_again(desk: Desk, sign_in: SignIn, wrong: dict[str, str], field: str) -> None:
    sent = {"key": "k", "about": "line:2", "reason": "damaged", "text": "typed"} | wrong
    answer = sign_in(Role.AGENT).post(ESCALATE, sent)
    assert answer.status_code == 422
    assert f'href="#escalate-{field}"' in answer.content.decode()
    assert not Escalation.objects.exists()


def test_what_is_not_there(desk: Desk, sign_in: SignIn) -> None:
    client = sign_in(Role.OPS)
    assert client.get("/orders/nowhere/escalate/").status_code == 404
    assert client.post(ESCALATE, {"key": "k", "about": "line:9", "reason": "damaged"}).status_code == 404
    assert client.get("/escalations/nowhere/").status_code == 404


def test_who_only_looks_is_offered_nothing(opened: Escalation, sign_in: SignIn) -> None:
    client = sign_in(Role.AUDITOR)
    assert "escalate/" not in body(client, f"/orders/{ORDER}/")
    page = body(client, f"/escalations/{opened.pk}/")
    assert "The spine is broken." in page
    assert "/move/" not in page


# ---- one -----------------------------------------------------------------------------------------------------


def test_the_page_of_one_says_all_there_is(opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    page = body(sign_in(agent), f"/escalations/{opened.pk}/")
    for words in (
        "Damaged on the way", "print job j-2", "the carrier", "Its owner is reminded", "Seniors are told",
        "photos of the parcel from outside", "7 days from delivery", "The spine is broken.", "Opened",
    ):  # fmt: skip
        assert words in page
    assert 'value="closed"' not in page  # that is for who leads


def test_it_is_moved_given_away_and_rated(opened: Escalation, agent: Asker, staff: Staff, sign_in: SignIn) -> None:
    client, other = sign_in(agent), staff(Role.AGENT)
    for what, sent in (
        ("move", {"to": "sent_to_printer", "text": "Called the carrier."}),
        ("severity", {"severity": "urgent"}),
        ("words", {"text": "They call back."}),
        ("owner", {"owner": other.person.pk}),  # type: ignore[union-attr]
    ):
        opened.refresh_from_db()
        assert post(client, opened, what, **sent).status_code == 302
    page = body(client, f"/escalations/{opened.pk}/")
    for words in ("Called the carrier.", "They call back.", "Severity changed from high to urgent", "Given to Ana L."):
        assert words in page


def test_what_is_missing_is_said_at_its_field(opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    client = sign_in(agent)
    answer = post(client, opened, "move", to="sent_to_printer")
    assert answer.status_code == 422
    assert 'href="#move-text"' in answer.content.decode()
    assert 'value="sent_to_printer" required checked' in answer.content.decode()
    assert 'href="#move-to"' in post(client, opened, "move", text="typed").content.decode()


def test_a_stale_page_is_shown_the_fresh_one_with_what_was_typed(
    opened: Escalation, agent: Asker, senior: Asker, sign_in: SignIn
) -> None:
    move(senior, opened.pk, "awaiting_evidence", "A photo of the label.")
    answer = post(sign_in(agent), opened, "move", to="sent_to_printer", text="typed for long")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A photo of the label." in page
    assert "typed for long</textarea>" in page


@pytest.mark.parametrize("what", ["move", "owner", "severity"])
def test_somebody_elses_is_not_changed(opened: Escalation, sign_in: SignIn, what: str) -> None:
    sent = {"to": "awaiting_evidence", "text": "x", "owner": opened.owner_id, "severity": "low"}
    assert post(sign_in(Role.AGENT), opened, what, **sent).status_code == 403
    assert Step.objects.count() == 1


def test_an_open_page_is_told_what_is_new_and_that_its_forms_are_old(
    opened: Escalation, agent: Asker, senior: Asker, sign_in: SignIn
) -> None:
    client, path = sign_in(agent), f"/escalations/{opened.pk}/"
    asks = re.findall(r'hx-get="(/escalations/[^"]+)"', body(client, path))[-1].replace("&amp;", "&")
    assert client.get(asks, headers=HTMX).status_code == 204
    move(senior, opened.pk, "awaiting_evidence", "A photo of the label.")
    fresh = client.get(asks, headers=HTMX).content.decode()
    assert "A photo of the label." in fresh
    assert "escalation-outdated" in fresh
    assert "<textarea" not in fresh


def test_it_says_so_once_it_is_overdue(opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    client, path = sign_in(agent), f"/escalations/{opened.pk}/"
    asks = re.findall(r'hx-get="(/escalations/[^"]+)"', body(client, path))[-1].replace("&amp;", "&")
    Escalation.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert "Overdue" in client.get(asks, headers=HTMX).content.decode()
    assert "Overdue" in body(client, LIST)


def test_words_are_masked_until_they_are_revealed(desk: Desk, agent: Asker, sign_in: SignIn) -> None:
    desk.put("users", backend.user())
    made = escalate(agent, a_problem(text="Frau Berger, ines@example.com, called."))
    page = body(sign_in(agent), f"/escalations/{made.pk}/")
    assert "Frau •••, ••• called." in page
    assert "Berger" not in page + body(sign_in(agent), LIST)


def test_who_was_shown_the_order_s_personal_data_reads_the_words_until_that_is_over(
    desk: Desk, agent: Asker, sign_in: SignIn
) -> None:
    desk.put("users", backend.user())
    made = escalate(agent, a_problem(text="Frau Berger called."))
    client, path = sign_in(agent), f"/escalations/{made.pk}/"
    client.post(f"/orders/{ORDER}/reveal/", {"kind": next(iter(kinds())), "words": "She is on the phone."})
    page = body(client, path)
    assert "Frau Berger called." in page
    asks = re.findall(r'hx-get="(/escalations/[^"]+)"', page)[-1].replace("&amp;", "&")
    assert client.get(asks, headers=HTMX).status_code == 204
    client.post(f"/orders/{ORDER}/hide/")
    assert "Frau ••• called." in client.get(asks, headers=HTMX).content.decode()


def test_a_draft_is_there_again_until_it_is_sent(opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    client, place = sign_in(agent), f"escalation:{opened.pk}:move"
    assert agent.person is not None
    Draft.objects.create(person=agent.person, place=place, text="typed", saved_at=timezone.now())
    assert "typed</textarea>" in body(client, f"/escalations/{opened.pk}/")
    post(client, opened, "move", to="awaiting_evidence", text="sent")
    assert not Draft.objects.exists()


def test_a_printer_without_an_order_has_a_page(desk: Desk, agent: Asker, sign_in: SignIn) -> None:
    made = escalate(agent, a_problem(order_id="", line_id="", printer_id="koeln", reason="colour"))
    assert "Koeln" in body(sign_in(agent), f"/escalations/{made.pk}/")
    assert "printer koeln" in body(sign_in(agent), LIST)


def test_an_order_that_is_gone_leaves_its_escalations_readable(
    opened: Escalation, desk: Desk, agent: Asker, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("support.views.escalations.load_story", lambda _: None)
    assert "Damaged on the way" in body(sign_in(agent), f"/escalations/{opened.pk}/")


def test_its_customer_s_page_lists_it(opened: Escalation, desk: Desk, agent: Asker, sign_in: SignIn) -> None:
    desk.put("users", backend.user())
    page = body(sign_in(agent), "/customers/u1/")
    assert f'href="/escalations/{opened.pk}/"' in page
