"""The step as a page: prefilled, shown first, done by one POST."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dashboard.roles import Role
from support.commands.asker import Asker
from support.escalations.models import Escalation
from support.reasons import reasons
from support.remedies.models import Remedy
from tests.commands.conftest import Desk, job
from tests.remedies.conftest import SignIn, counts

pytestmark = pytest.mark.django_db
STEP = "/orders/o-1/make-right/"
HTMX = {"HX-Request": "true"}


def fields(page: str) -> dict[str, Any]:
    """What the form that does it all would send."""
    form = page[page.index('method="post"') :]
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        found[name] = [text]
    return found


def step(client: Any, query: str = "?about=line:2&reason=damaged") -> str:
    """The page of the step."""
    answer = client.get(STEP + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_shows_what_will_be_done(senior: Asker, sign_in: SignIn) -> None:
    page = step(sign_in(senior))
    for words in ("· recommended", "Reprint of line 2", "€12.00", "with <bdi>the carrier</bdi>", "days left"):
        assert words in page
    assert "Still missing: a photo of the fault" in page
    assert "Hallo,\n\nes tut uns leid" in page


def test_what_is_shown_is_done(senior: Asker, sign_in: SignIn) -> None:
    client = sign_in(senior)
    answer = client.post(STEP, fields(step(client)) | {"words": "Torn."})
    assert answer.status_code == 302
    assert answer["Location"] == f"/orders/o-1/#remedy-{Remedy.objects.get().pk}"
    assert counts() == {"Command": 1, "Request": 0, "Escalation": 1, "Claim": 1, "Mail": 1, "Note": 1, "Remedy": 1}


def test_a_double_click_is_one(senior: Asker, sign_in: SignIn) -> None:
    client = sign_in(senior)
    sent = fields(step(client))
    assert {client.post(STEP, sent).status_code for _ in range(3)} == {302}
    assert counts()["Remedy"] == 1


def test_a_stale_page_gets_the_step_anew_with_what_was_typed(senior: Asker, sign_in: SignIn, desk: Desk) -> None:
    client = sign_in(senior)
    sent = fields(step(client)) | {"note": "I wrote this."}
    desk.put("print_jobs", job(cost=1500))
    answer = client.post(STEP, sent, headers=HTMX)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "has changed" in page
    assert "€15.00" in page
    assert "I wrote this." in page
    assert not any(counts().values())


def test_a_refused_part_is_said_at_its_part(agent: Asker, sign_in: SignIn) -> None:
    client = sign_in(agent)
    answer = client.post(STEP, fields(step(client)) | {"words": ""})
    assert answer.status_code == 422
    assert 'href="#right-words"' in answer.content.decode()
    assert not any(counts().values())


def test_parts_that_are_left_out_say_what_that_means(senior: Asker, sign_in: SignIn) -> None:
    chosen = "&resolution=reprint&for_reason=damaged&for_resolution=reprint&part=note"
    page = step(sign_in(senior), f"?about=line:2&reason=damaged{chosen}")
    assert "We bear the cost." in page
    assert "The customer hears nothing from here." in page


def test_choices_of_another_problem_count_no_more(senior: Asker, sign_in: SignIn) -> None:
    page = step(sign_in(senior), "?about=line:2&reason=spelling&for_reason=damaged&resolution=reprint&part=note")
    assert "Goodwill" in page


def test_it_begins_with_the_line_s_case(senior: Asker, sign_in: SignIn) -> None:
    assert '<option value="render_fault" selected' in step(sign_in(senior), "?about=line:1")


@pytest.mark.parametrize("reason", sorted(reasons()))
@pytest.mark.parametrize("about", ["line:1", "line:2", "job:j-2", "parcel:s-2", "order"])
def test_every_reason_offers_something(senior: Asker, sign_in: SignIn, reason: str, about: str) -> None:
    assert "recommended" in step(sign_in(senior), f"?about={about}&reason={reason}")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"reason": "nothing", "key": "k"},
        {"reason": "damaged", "key": "k", "about": "line:\0"},
        {"reason": "damaged", "key": "", "resolution": "magic"},
        {"reason": "damaged", "about": "line:404", "key": "k"},
        {"reason": "damaged", "key": "k", "resolution": "credit", "for_resolution": "credit", "amount": "NaN"},
        {"reason": "damaged", "key": "k", "resolution": "credit", "for_resolution": "credit", "note": "\0"},
    ],
)
def test_bad_input_is_answered_and_does_nothing(senior: Asker, sign_in: SignIn, sent: dict[str, str]) -> None:
    assert 400 <= sign_in(senior).post(STEP, sent).status_code < 500
    assert not any(counts().values())


def test_there_is_none_of_an_order_that_is_not(senior: Asker, sign_in: SignIn) -> None:
    assert sign_in(senior).get("/orders/o-404/make-right/").status_code == 404


def test_the_order_s_lines_lead_to_it(senior: Asker, sign_in: SignIn) -> None:
    page = sign_in(senior).get("/orders/o-1/").content.decode()
    assert "/orders/o-1/make-right/?about=line%3A2" in page
    assert "make-right" not in sign_in(Role.AUDITOR).get("/orders/o-1/").content.decode()


def test_elsewhere_is_recommended_while_the_printer_is_closed(senior: Asker, sign_in: SignIn, desk: Desk) -> None:
    row = {"printer_id": "koeln", "name": "Koeln", "state": "paused", "products": ["photobook"]}
    desk.put("printers", row)
    page = step(sign_in(senior))
    assert "Reprint elsewhere of line 2 at <bdi>Lille" in page
    assert not Escalation.objects.exists()


def test_an_escalation_leads_to_it_and_is_found_again(senior: Asker, sign_in: SignIn) -> None:
    client = sign_in(senior)
    client.post(STEP, fields(step(client)) | {"part": ["escalation"], "words": "Torn.", "plan": ""})
    escalation = Escalation.objects.get()
    page = client.get(f"/escalations/{escalation.pk}/").content.decode()
    address = re.search(r'id="side-right" href="([^"]+)"', page)
    assert address
    assert "It is escalated already" in client.get(address[1].replace("&amp;", "&")).content.decode()
