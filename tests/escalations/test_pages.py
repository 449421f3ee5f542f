"""Pages of escalations, without JavaScript: the queue, the board, the page of one, the form on the order."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.utils import timezone

from dashboard.roles import Role
from support.audit.record import Actor, Target, record
from support.commands.asker import Asker
from support.escalations import wanted
from support.escalations.change import SAID
from support.escalations.escalate import escalate
from support.escalations.models import Escalation, Step
from support.escalations.move import move
from support.escalations.wanted import Wanted, listed
from support.models import AuditEvent
from support.notes.models import Draft
from support.reveals.kinds import kinds
from tests.commands.conftest import ORDER, Desk, Staff
from tests.escalations.conftest import a_problem, ship
from tests.streams import backend

pytestmark = pytest.mark.django_db

LIST, BOARD = "/escalations/", "/escalations/board/"
ESCALATE = f"/orders/{ORDER}/escalate/"
HTMX = {"HX-Request": "true"}
SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(db: None, desk: Desk) -> SignIn:
    """A browser of somebody who was made before, or of somebody new with a role."""

    def make(who: Asker | Role) -> Client:
        if isinstance(who, Asker):
            person = who.person
        else:
            person = User.objects.create_user(f"p-{who}", first_name="Bea")
            person.groups.add(Group.objects.get(name=who))
        assert person is not None
        client = Client()
        client.force_login(person)
        return client

    return make


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


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


def post(client: Client, opened: Escalation, what: str, **sent: Any) -> Any:
    return client.post(f"/escalations/{opened.pk}/{what}/", {"seen": opened.changes} | sent)


def test_the_page_of_one_says_all_there_is(opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    page = body(sign_in(agent), f"/escalations/{opened.pk}/")
    for words in (
        "Damaged on the way", "print job j-2", "the carrier", "Its owner is reminded", "Seniors are told",
        "photos of the parcel from outside", "30 days from delivery", "The spine is broken.", "Opened",
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
    asks = re.findall(r'hx-get="([^"]+)"', body(client, path))[-1].replace("&amp;", "&")
    assert client.get(asks, headers=HTMX).status_code == 204
    move(senior, opened.pk, "awaiting_evidence", "A photo of the label.")
    fresh = client.get(asks, headers=HTMX).content.decode()
    assert "A photo of the label." in fresh
    assert "escalation-outdated" in fresh
    assert "<textarea" not in fresh


def test_it_says_so_once_it_is_overdue(opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    client, path = sign_in(agent), f"/escalations/{opened.pk}/"
    asks = re.findall(r'hx-get="([^"]+)"', body(client, path))[-1].replace("&amp;", "&")
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
    asks = re.findall(r'hx-get="([^"]+)"', page)[-1].replace("&amp;", "&")
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


# ---- the queue -----------------------------------------------------------------------------------------------


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
