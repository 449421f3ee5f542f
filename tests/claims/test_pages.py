"""Pages of claims, without JavaScript: the queue, its file, the page of one, the form on its escalation."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from dashboard.roles import Role
from orders.contract.model import Printer
from support.audit.record import Actor, Target, record
from support.claims.make import make_claim
from support.claims.models import Claim
from support.claims.move import MOVED, Settling, move_claim
from support.claims.totals import totals_of
from support.claims.wanted import Wanted, listed, sums
from support.commands.asker import Asker
from support.escalations.escalate import escalate
from support.escalations.models import Escalation
from support.models import AuditEvent
from support.shown.audit import shown_events
from support.shown.home_claims import claims_due, claims_lines
from tests.claims.conftest import SignIn, a_claim
from tests.commands.conftest import Desk, ago
from tests.escalations.conftest import HTMX, a_problem, body, ship

pytestmark = pytest.mark.django_db

LIST = "/claims/"


def path_of(claim: Claim) -> str:
    return f"/claims/{claim.pk}/"


def a_form(escalation: Escalation, **more: str) -> dict[str, str]:
    return {"key": "k", "basis": "own", "amount": "3.50", "text": "Half of it."} | more


def test_a_claim_is_made_from_its_escalation(opened: Escalation, agent: Asker, sign_in: SignIn) -> None:
    client = sign_in(agent)
    page = body(client, f"/escalations/{opened.pk}/")
    assert "30 days from delivery, as most printers have it; closes " in page
    assert "€12.00" in page
    key = str(re.findall(r'name="key" value="([^"]+)"', page)[0])
    answer = client.post(f"/claims/of/{opened.pk}/", {"key": key, "basis": "job_cost"})
    made = Claim.objects.get()
    assert (answer["Location"], made.amount) == (path_of(made), 1200)
    assert f'href="{path_of(made)}"' in body(client, f"/escalations/{opened.pk}/")


@pytest.mark.parametrize(("typed", "amount"), [("3.50", 350), ("3,5", 350), (" 3 ", 300)])
def test_an_amount_of_ones_own(opened: Escalation, agent: Asker, sign_in: SignIn, typed: str, amount: int) -> None:
    sign_in(agent).post(f"/claims/of/{opened.pk}/", a_form(opened, amount=typed))
    assert Claim.objects.get().amount == amount


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": "much"}, "amount"), ({"amount": "NaN"}, "amount"), ({"amount": "1e99"}, "amount"),
        ({"amount": "3.505"}, "amount"), ({"amount": "-1"}, "amount"), ({"basis": ""}, "basis"),
        ({"text": "a\0b"}, "text"), ({"key": ""}, "key"), ({"amount": "٣"}, "amount"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_is_shown_again(
    opened: Escalation, agent: Asker, sign_in: SignIn, wrong: dict[str, str], field: str
) -> None:
    answer = sign_in(agent).post(f"/claims/of/{opened.pk}/", a_form(opened, **wrong))
    assert answer.status_code == 422
    assert f'href="#claim-{field}"' in answer.content.decode()
    assert not Claim.objects.exists()


def test_what_is_claimed_already_is_shown(claim: Claim, sign_in: SignIn) -> None:
    answer = sign_in(Role.SENIOR).post(f"/claims/of/{claim.escalation_id}/", a_form(claim.escalation))
    assert answer.status_code == 409
    assert f'id="to-existing" href="{path_of(claim)}"' in answer.content.decode()


def test_one_is_settled_on_its_page(claim: Claim, senior: Asker, sign_in: SignIn) -> None:
    client = sign_in(senior)
    client.post(f"{path_of(claim)}move/", {"seen": claim.changes, "to": "sent", "text": "By mail."})
    sent = {"seen": 2, "to": "credited", "granted": "8.00", "credit_note": "CN-7"}
    assert client.post(f"{path_of(claim)}move/", sent).status_code == 302
    page = body(client, path_of(claim))
    for words in ("Credited: €8.00 of €12.00", "CN-7", "in part", "By mail."):
        assert words in page


def test_a_stale_form_is_refused_with_what_was_typed(claim: Claim, senior: Asker, sign_in: SignIn) -> None:
    move_claim(senior, claim.pk, Settling(to="sent", text="By mail."))
    answer = sign_in(senior).post(f"{path_of(claim)}move/", {"seen": 1, "to": "rejected", "text": "typed"})
    assert answer.status_code == 409
    assert "typed</textarea>" in answer.content.decode()


def test_who_only_looks_is_offered_nothing(claim: Claim, sign_in: SignIn) -> None:
    client = sign_in(Role.AUDITOR)
    assert 'id="claim-move"' not in body(client, path_of(claim))
    assert client.post(f"{path_of(claim)}move/", {"to": "sent"}).status_code == 403
    assert 'id="claim-new"' not in body(client, f"/escalations/{claim.escalation_id}/")


def test_an_agent_is_not_offered_to_settle(claim: Claim, agent: Asker, sign_in: SignIn) -> None:
    move_claim(agent, claim.pk, Settling(to="sent", text="By mail."))
    client = sign_in(agent)
    assert 'id="claim-to-approved"' not in body(client, path_of(claim))
    sent = {"seen": 2, "to": "approved", "granted": "8"}
    assert client.post(f"{path_of(claim)}move/", sent).status_code == 403


@pytest.mark.parametrize("path", ["/claims/nowhere/", "/claims/a%00b/", "/claims/of/nowhere/"])
def test_what_is_not_there(sign_in: SignIn, path: str) -> None:
    assert sign_in(Role.OPS).get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["state=x", "when=x", "party=us", "whose=x", "after=x", "after=2026-01-01~x", "printer=a%00"]
)
def test_a_list_that_there_is_not(db: None, desk: Desk, sign_in: SignIn, query: str) -> None:
    assert sign_in(Role.OPS).get(f"{LIST}?{query}").status_code == 400


def test_an_open_page_asks_for_what_is_new(claim: Claim, agent: Asker, sign_in: SignIn) -> None:
    client = sign_in(agent)
    for path in (path_of(claim), LIST):
        asks = re.findall(r'hx-get="(/claims/[^"]+)"', body(client, path))[0].replace("&amp;", "&")
        assert client.get(asks, headers=HTMX).status_code == 204
    move_claim(agent, claim.pk, Settling(to="sent", text="By mail."))
    fresh = client.get(path_of(claim) + "?v=1-0-30daysleft&drawn=1", headers=HTMX).content.decode()
    assert "claim-outdated" in fresh
    assert client.get(asks, headers=HTMX).status_code == 200


# ---- the queue ------------------------------------------------------------------------------------------------


def many(claim: Claim, opened: Escalation) -> None:
    """Eight more, in several states and currencies, due one after the other."""
    now = timezone.now()
    for n, state in enumerate(["draft", "sent", "approved", "rejected", "credited", "draft", "sent", "expired"]):
        other = Escalation.objects.get(pk=opened.pk)
        other.pk, other.subject, other.key, other._state.adding = f"e-{n}", f"s-{n}", f"k-{n}", True
        other.event = _event(n)
        other.save()
        Claim.objects.create(
            escalation=other, order_id="o-1", printer_id="koeln", party="printer", against="koeln", amount=1000 + n,
            currency=["EUR", "PLN"][n % 2], basis="own", granted=500 if state in ("approved", "credited") else None,
            state=state, key=f"k{n}", actor="a", made_at=now - timedelta(days=n), event=_event(n + 100),
            closes_at=now + timedelta(days=n - 1), sent_at=now - timedelta(days=20 - n),
            settled_at=now - timedelta(days=3),
        )  # fmt: skip


def _event(number: int) -> AuditEvent:

    with transaction.atomic():
        return record(Actor("a", "agent"), MOVED, Target("claim", f"{number}"), details={"was": "draft", "now": "sent"})


@pytest.mark.parametrize("state", ["open", "over", "all"])
def test_pages_together_are_all_and_the_counts_agree(claim: Claim, opened: Escalation, state: str) -> None:
    many(claim, opened)
    seen: list[Claim] = []
    wanted, after, first = Wanted(state=state), "", True
    while first or after:
        page = listed(wanted, after, size=2)
        seen, after, first = [*seen, *page.claims], page.after, False
    tally = sums(wanted)[state]
    assert len({each.pk for each in seen}) == len(seen) == tally.number
    assert {c: m.asked for c, m in tally.money.items()} == {
        currency: sum(each.amount for each in seen if each.currency == currency) for currency in tally.money
    }


def test_overdue_and_closing_come_first_and_are_counted(claim: Claim, opened: Escalation) -> None:
    many(claim, opened)
    found = [each.key for each in listed(Wanted()).claims]
    assert found[:3] == ["k1", "k0", "k6"]
    told = sums(Wanted())["open"]
    assert (
        (told.overdue, told.closing)
        == tuple(len(listed(Wanted(when=when)).claims) for when in ("overdue", "closing"))
        == (3, 1)
    )


def test_mine_are_those_of_my_escalations(claim: Claim, agent: Asker, senior: Asker) -> None:
    assert agent.person is not None
    assert senior.person is not None
    assert listed(Wanted(whose="mine", me=agent.person.pk)).claims == [claim]
    assert listed(Wanted(whose="mine", me=senior.person.pk)).claims == []


def test_a_printers_totals(claim: Claim, opened: Escalation) -> None:
    many(claim, opened)
    euro = next(total for total in totals_of("koeln", timezone.now()) if total.currency == "EUR")
    assert (euro.number, euro.claimed, euro.waiting) == (5, 5212, 3206)
    assert (euro.granted, euro.credited, euro.rejected) == (1000, 500, 0)
    request = RequestFactory().get("/")
    assert claim.person is not None
    request.user = claim.person
    page = render_to_string(
        "support/claims/of_printer.html", {"page": {"printer": Printer(printer_id="koeln")}}, request
    )
    assert "€52.12" in page
    assert "?state=all&amp;party=printer&amp;printer=koeln" in page


def test_home_and_queues_lead_to_what_is_due(claim: Claim, opened: Escalation) -> None:
    many(claim, opened)
    assert [(line.address, line.number) for line in claims_lines()] == [
        ("/claims/?when=overdue", 3), ("/claims/?when=closing", 1),
    ]  # fmt: skip
    home = claims_due(User())
    assert home is not None
    assert (len(home.rows), home.whole) == (4, "all 4")


def test_a_file_has_the_rows_and_no_formula(claim: Claim, opened: Escalation, sign_in: SignIn) -> None:
    many(claim, opened)
    Claim.objects.update(credit_note="=HYPERLINK(1)")
    answer: Any = sign_in(Role.MANAGER).post(f"{LIST}export/", {"query": "state=all&printer=koeln"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len([line for line in lines if '"koeln"' in line]) == Claim.objects.count()
    assert "'=HYPERLINK(1)" in lines[-2]
    assert '"12.00"' in "".join(lines)
    assert AuditEvent.objects.filter(type="claim.exported", details__count=9).exists()
    assert sign_in(Role.AGENT).post(f"{LIST}export/", {}).status_code == 403


def test_the_audit_tells_it_in_words(claim: Claim, senior: Asker) -> None:
    move_claim(senior, claim.pk, Settling(to="sent", text="secret words"))
    move_claim(senior, claim.pk, Settling(to="approved", granted=800))
    told = shown_events(list(AuditEvent.objects.filter(type__startswith="claim.").order_by("number")), senior.roles)
    short = claim.pk[:8]
    assert [event.said for event in told] == [
        "claimed €12.00 from koeln: Misprint",
        f"moved claim {short} from draft to sent",
        f"moved claim {short} from sent to approved: €8.00 of €12.00",
    ]
    assert not any("secret" in f"{event.said} {event.reason} {event.event.details}" for event in told)


def test_words_about_customers_are_masked(desk: Desk, agent: Asker, opened: Escalation, sign_in: SignIn) -> None:
    made = make_claim(agent, a_claim(opened, text="Ines Berger, ines@example.com"))
    page = body(sign_in(agent), path_of(made))
    assert "ines@example.com" not in page
    assert "Berger" not in page


def test_a_carriers_window_is_told_as_a_guess(desk: Desk, agent: Asker, sign_in: SignIn) -> None:

    ship(desk, state="delivered", delivered_at=ago(days=1), handed_over_at=ago(days=4))
    damaged = escalate(agent, a_problem())
    page = body(sign_in(agent), f"/escalations/{damaged.pk}/")
    assert (
        "7 days from delivery, a careful guess, as dhl’s terms are not known to us (version 2026-11); closes " in page
    )
    assert "23:59 Europe/Berlin, 6 days left" in page
