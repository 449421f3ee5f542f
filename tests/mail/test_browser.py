"""A browser that writes to a printer and sees what becomes of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.roles import Role
from support.commands.asker import Asker
from support.escalations.escalate import escalate
from support.escalations.models import Escalation
from support.escalations.send import send
from support.mail import outbox
from support.mail.feed import hear
from support.mail.models import Mail, MailState
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, a_member, base_url, visit, watch
from tests.commands.conftest import Desk
from tests.escalations.conftest import a_problem
from tests.mail import ses_events
from tests.mail.conftest import Outside

__all__ = ["base_url", "visit", "watch"]


@pytest.fixture
def mine(desk: Desk, printer: str, outside: Outside, db: None) -> Escalation:
    """What the agent of the browser took up with the printer."""
    return escalate(Asker.staff(a_member(Role.AGENT)), a_problem(reason="misprint"))


def test_a_letter_is_sent_and_its_fate_appears_by_itself(visit: Visit, mine: Escalation, outside: Outside) -> None:
    page = visit(f"/escalations/{mine.pk}/", Role.AGENT)
    page.locator("#to-letter").click()
    page.locator("#letter-text").fill("Page 7 is blue.")
    page.locator("#letter-go").click()
    expect(page.locator("#letter-problem")).to_be_focused()
    expect(page.locator("#letter-text")).to_have_value("Page 7 is blue.")
    page.locator("#letter-anyway").fill("They have the proof.")
    page.locator("#letter-go").dblclick()
    expect(page.locator("#escalation-mails .badge")).to_have_text("Waiting to be sent")
    expect(page.locator("#to-letter")).to_have_text("Write again …")
    page.locator("#words-text").fill("typed")
    outbox.sweep()
    outside.tell(ses_events.delivery(Mail.objects.get()))
    hear()
    expect(page.locator("#escalation-mails .badge")).to_have_text("Delivered")
    expect(page.locator("#words-text")).to_have_value("typed")
    assert Mail.objects.count() == 1


def test_a_bounce_says_what_to_do(visit: Visit, mine: Escalation, outside: Outside) -> None:
    send(Asker.staff(a_member(Role.AGENT)), mine.pk, "Blue.")
    outbox.sweep()
    page = visit(f"/escalations/{mine.pk}/", Role.AGENT)
    outside.tell(ses_events.bounce(Mail.objects.get()))
    hear()
    expect(page.locator("#escalation-mails")).to_contain_text("Find out another address, or phone")
    expect(page.locator("#escalation-steps")).to_contain_text("The mail came back")
    page.locator("#to-letter").click()
    expect(page.locator("#letter-trouble")).to_contain_text("came back for good")


def test_without_scripts(visit: Visit, mine: Escalation) -> None:
    page = visit(f"/escalations/{mine.pk}/", Role.AGENT, java_script_enabled=False)
    page.locator("#to-letter").click()
    page.locator("#letter-text").fill("Blue.")
    page.locator("#letter-anyway").fill("They know.")
    page.locator("#letter-go").click()
    expect(page.locator("#escalation-mails .badge")).to_have_text("Waiting to be sent")


def test_pages_are_accessible(visit: Visit, mine: Escalation) -> None:
    send(Asker.staff(a_member(Role.AGENT)), mine.pk, "Blue.")
    mail = Mail.objects.get()
    Mail.objects.update(state=MailState.MAYBE_SENT, trouble="Nobody knows.")
    letter = f"/mails/escalations/{mine.pk}/letter/"
    for path in ("/mails/", f"/mails/{mail.pk}/", letter, f"/escalations/{mine.pk}/"):
        page = visit(path, Role.AGENT if "escalations" in path else Role.SENIOR)
        assert in_both_themes(page) == [], path
