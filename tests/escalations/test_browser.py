"""A browser with escalations: with and without JavaScript, in both themes, with hostile words in every field."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Dialog, Page, expect

from dashboard.roles import Role
from support.commands.asker import Asker
from support.escalations.escalate import Problem, escalate
from support.escalations.models import Escalation, Step
from support.escalations.move import move
from tests.browser.axe import in_both_themes
from tests.browser.conftest import PATIENCE, Visit, a_member, base_url, visit, watch
from tests.commands.conftest import ORDER, Desk
from tests.escalations.conftest import a_problem, ship
from tests.notes.test_text import hostile
from tests.streams import backend

__all__ = ["base_url", "visit", "watch"]

LIST, BOARD, ESCALATE = "/escalations/", "/escalations/board/", f"/orders/{ORDER}/escalate/?about=line:2"
EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'


@pytest.fixture
def mine(desk: Desk, db: None) -> Escalation:
    """What the agent of the browser took up."""
    ship(desk, state="damaged")
    return escalate(Asker.staff(a_member(Role.AGENT)), a_problem())


def path_of(escalation: Escalation) -> str:
    return f"/escalations/{escalation.pk}/"


def test_a_problem_is_taken_up_and_moved_on_without_leaving_the_keyboard(visit: Visit, desk: Desk, db: None) -> None:
    ship(desk, state="damaged")
    page = visit(f"/orders/{ORDER}/")
    page.locator("#act-escalate-2").click()
    expect(page.locator("#escalate-reason")).to_have_value("damaged")
    page.locator("#escalate-text").fill("The spine is broken.")
    page.locator("#escalate-go").dblclick()
    expect(page.locator("#escalation-title")).to_contain_text("Damaged on the way")
    page.locator("#move-to-sent_to_printer").check()
    page.locator("#move-text").fill("Called them, case 77.")
    page.locator("#move-go").dblclick()
    expect(page.locator("#escalation-now .badge").first).to_have_text("Sent to the carrier")
    expect(page.locator("#escalation-steps")).to_contain_text("case 77")
    page.locator("#to-order").click()
    expect(page.locator("#order-timeline")).to_contain_text("Escalated: Damaged on the way")
    assert (Escalation.objects.count(), Step.objects.count()) == (1, 2)


@pytest.mark.parametrize("path", [LIST, BOARD, ESCALATE, f"/orders/{ORDER}/"])
def test_pages_are_accessible(visit: Visit, mine: Escalation, path: str) -> None:
    page = visit(path, Role.AGENT)
    page.locator("main details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    assert in_both_themes(page) == []


def test_one_is_accessible_also_with_a_problem_and_once_it_is_over(visit: Visit, mine: Escalation) -> None:
    page = visit(path_of(mine))
    assert in_both_themes(page) == []
    page.locator("#move-to-sent_to_printer").check()
    page.locator("#move-go").click()
    expect(page.locator("#escalation-problem")).to_be_focused()
    expect(page.locator("#move-to-sent_to_printer")).to_be_checked()
    assert in_both_themes(page) == []
    move(Asker.staff(a_member(Role.AGENT)), mine.pk, "resolved", "done")
    page.goto(path_of(mine))
    assert in_both_themes(page) == []


def test_all_of_it_without_javascript(visit: Visit, desk: Desk, db: None) -> None:
    page = visit(ESCALATE, java_script_enabled=False)
    page.locator("#escalate-reason").select_option("binding")
    page.locator("#escalate-go").click()
    page.locator("#move-to-awaiting_evidence").check()
    page.locator("#move-text").fill("A photo of the spine.")
    page.locator("#move-go").click()
    expect(page.locator("#escalation-now .badge").first).to_have_text("Awaiting evidence")
    page.locator("#severity-severity").select_option("urgent")
    page.locator("#severity-go").click()
    page.locator("#words-text").fill("They promised it for Monday.")
    page.locator("#words-go").click()
    expect(page.locator("#escalation-steps li")).to_have_count(4)
    page.locator("#to-escalations").click()
    page.locator("#narrow-severity").select_option("urgent")
    page.locator("#narrow-go").click()
    expect(page.locator("#escalations tbody tr")).to_have_count(1)
    page.locator("#to-board").click()
    expect(page.locator("#column-awaiting_evidence li")).to_have_count(1)


def test_what_others_do_shows_by_itself_and_nothing_typed_is_lost(visit: Visit, mine: Escalation) -> None:
    page = visit(path_of(mine))
    page.locator("#move-text").fill("typed for long")
    move(Asker.staff(a_member(Role.SENIOR)), mine.pk, "awaiting_evidence", "A photo of the label.")
    expect(page.locator("#escalation-steps")).to_contain_text("A photo of the label.", timeout=PATIENCE)
    expect(page.locator("#escalation-outdated")).to_be_visible()
    expect(page.locator("#move-text")).to_have_value("typed for long")
    page.locator("#move-to-sent_to_printer").check()
    page.locator("#move-go").click()
    expect(page.locator("#escalation-problem")).to_be_focused()
    expect(page.locator("#move-text")).to_have_value("typed for long")
    expect(page.locator("#escalation-now .badge").first).to_have_text("Awaiting evidence")


def test_a_list_that_is_open_keeps_up(visit: Visit, mine: Escalation) -> None:
    page = visit(LIST)
    move(Asker.staff(a_member(Role.SENIOR)), mine.pk, "awaiting_evidence", "A photo of the label.")
    expect(page.locator("#escalations tbody")).to_contain_text("Awaiting evidence", timeout=PATIENCE)


def test_hostile_words_in_every_field_run_nothing(visit: Visit, desk: Desk, db: None) -> None:
    order_id = f"o-{EVIL.replace('/', '')}"
    line = {"line_id": EVIL, "print_id": "p1", "product": EVIL, "quantity": 1, "unit_price": 1}
    desk.put("users", backend.user(name=EVIL))
    desk.put("printers", {"printer_id": EVIL, "name": EVIL, "country": "DE", "timezone": EVIL, "state": "active"})
    desk.put("orders", backend.order(order_id, order_number=EVIL, lines=[line]))
    desk.put("print_jobs", backend.job(EVIL, order_id, line_id=EVIL, printer_id=EVIL, raw_status=EVIL, state=EVIL))
    desk.put("shipments", backend.parcel(EVIL, order_id, print_job_ids=[EVIL], carrier=EVIL, exception_reason=EVIL))
    agent = a_member(Role.AGENT)
    User.objects.filter(pk=agent.pk).update(first_name=EVIL[:150])
    words = "\n".join([EVIL, *hostile()]).replace("\0", "")[:9_000]
    made = escalate(
        Asker.staff(User.objects.get(pk=agent.pk)),
        Problem(order_id=order_id, parcel_id=EVIL, reason="damaged", text=words, key="k"),
    )
    move(Asker.staff(agent), made.pk, "sent_to_printer", words)
    page = visit(path_of(made))
    dialogs, order = listen(page), str(page.locator("#to-order").get_attribute("href")).partition("#")[0]
    for path in (path_of(made), LIST, BOARD, "/customers/u1/", order, f"{order}escalate/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.locator("main :is(img[src=x], script)").count() == 0
    assert dialogs == []


def listen(page: Page) -> list[str]:
    """What a script that ran would say."""
    said: list[str] = []

    def note(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return said
