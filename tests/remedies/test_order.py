"""A remedy on its order's page: every part with its state, and one causal timeline."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboard.roles import Role
from support.audit.record import Actor
from support.claims.models import Claim
from support.claims.settle import told_by_printer
from support.commands.asker import Asker
from support.commands.states import State
from support.mail.models import Mail, MailState
from support.remedies.make_right import make_right
from support.remedies.models import Remedy
from support.shown.steps_taken import steps_of
from tests.remedies.conftest import ORDER, SignIn, damaged

pytestmark = pytest.mark.django_db
PAGE = f"/orders/{ORDER}/"


@pytest.fixture
def made(senior: Asker) -> Remedy:
    """All that is suggested for a damaged book, done."""
    return make_right(senior, damaged())


def body(client: Client, path: str = PAGE) -> str:
    """A page as it comes."""
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_every_part_is_there_with_its_state(made: Remedy, senior: Asker, sign_in: SignIn) -> None:
    page = body(sign_in(senior))
    part = page[page.index(f'id="remedy-{made.pk}"') :].split("</ul>")[0]
    for words in (
        "Requested",
        "Reprint, print job j-2",
        "Escalation with",
        "Claim of €12.00 from dhl",
        "Mail to the customer",
        "Internal note",
    ):
        assert words in part


def test_they_are_one_group_on_the_timeline(made: Remedy, senior: Asker, sign_in: SignIn) -> None:
    page = body(sign_in(senior))
    group = re.search(rf'id="remedy-{made.pk}-done">.*?aria-label="In one step">(.*?)</ul>', page, re.DOTALL)
    assert group
    for words in (
        "Reprint requested by Ana",
        "Escalated: Damaged",
        "Claim made: €12.00",
        "Mail to the customer written",
    ):
        assert words in group[1]
        assert page.count(words) == 1


def test_what_happens_later_is_told_where_it_happens(made: Remedy, senior: Asker, sign_in: SignIn) -> None:
    now = timezone.now()
    Mail.objects.update(state=MailState.DELIVERED, sent_at=now, settled_at=now)
    page = body(sign_in(senior))
    assert "Mail to the customer: delivered" in page


def test_a_credit_note_is_told_with_its_number(made: Remedy, senior: Asker, sign_in: SignIn) -> None:
    printer = Actor("printer:koeln", "printer")
    Claim.objects.update(state="sent", sent_at=timezone.now())
    told_by_printer(
        Claim.objects.get(),
        "approved",
        granted=1200,
        currency="EUR",
        credit_note="CN-7",
        actor=printer,
        at=timezone.now(),
    )
    assert "CN-7" in body(sign_in(senior))


def test_the_answer_says_what_is_under_way(made: Remedy, senior: Asker, sign_in: SignIn) -> None:
    page = body(sign_in(senior))
    answer = page[page.index('id="order-answer"') :].split("</dl>")[0]
    assert "Reprint asked for by" in answer
    assert "Next we expect" not in answer


def test_after_a_render_the_reprint_is_the_next_step(senior: Asker, sign_in: SignIn) -> None:
    made = make_right(senior, damaged(reason="cropping", resolution="render_then_reprint"))
    made.commands.update(state=State.DONE, ended_at=timezone.now())
    assert "Next: the reprint" in body(sign_in(senior))


def test_who_may_not_see_mails_gets_no_link_to_one(made: Remedy, sign_in: SignIn) -> None:
    page = body(sign_in(Role.AUDITOR))
    assert "Mail to the customer" in page
    assert f"/mails/{Mail.objects.get().pk}/" not in page


def test_an_open_page_hears_of_each_change(made: Remedy) -> None:
    before = steps_of(ORDER)
    Mail.objects.update(changes=2)
    assert steps_of(ORDER) == before + 1


def test_the_page_s_own_number_is_the_one_it_compares(made: Remedy, senior: Asker, sign_in: SignIn) -> None:
    client = sign_in(senior)
    version = re.search(r"live/\?v=([\d-]+)", body(client))
    assert version
    assert client.get(f"{PAGE}live/?v={version[1]}", headers={"HX-Request": "true"}).status_code == 204


def test_all_of_it_costs_one_query(senior: Asker, sign_in: SignIn) -> None:
    client = sign_in(senior)
    body(client)
    with CaptureQueriesContext(connection) as without:
        body(client)
    make_right(senior, damaged())
    with CaptureQueriesContext(connection) as asked:
        body(client)
    union = [query for query in asked if "support_webhook" in query["sql"]]
    assert len(union) == 1
    # The names of who acted (two), and the pauses and limits that offers of a line ask for or not.
    assert len(asked) <= len(without) + 3
