"""A browser with claims: with and without JavaScript, in both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.roles import Role
from support.claims.make import make_claim
from support.claims.models import Claim
from support.claims.move import Settling, move_claim
from support.commands.asker import Asker
from support.escalations.escalate import escalate
from support.escalations.models import Escalation
from tests.browser.axe import in_both_themes
from tests.browser.conftest import PATIENCE, Visit, a_member, base_url, visit, watch
from tests.claims.conftest import a_claim
from tests.commands.conftest import Desk, ago
from tests.escalations.conftest import a_problem, ship

__all__ = ["base_url", "visit", "watch"]


@pytest.fixture
def opened(desk: Desk, db: None) -> Escalation:
    """What the senior of the browser took up: line 2 was printed badly, and delivered two days ago."""
    ship(desk, state="delivered", delivered_at=ago(days=2), handed_over_at=ago(days=4))
    return escalate(Asker.staff(a_member(Role.SENIOR)), a_problem(reason="misprint"))


@pytest.fixture
def claim(opened: Escalation) -> Claim:
    """What the senior claims."""
    return make_claim(Asker.staff(a_member(Role.SENIOR)), a_claim(opened, text="The cover is green."))


@pytest.mark.parametrize("script", [True, False])
def test_a_claim_from_its_escalation_to_its_credit(visit: Visit, opened: Escalation, script: bool) -> None:
    page = visit(f"/escalations/{opened.pk}/", Role.SENIOR, java_script_enabled=script)
    page.locator("#claim-new-open").click()
    expect(page.locator("#claim-basis-job_cost")).to_be_checked()
    page.locator("#claim-go").click()
    expect(page.locator("#claim-title")).to_contain_text("€12.00 from Koeln")
    expect(page.locator("#claim-clock")).to_contain_text("30 days from delivery")
    page.locator("#claim-to-sent").check()
    page.locator("#claim-text").fill("By mail.")
    page.locator("#claim-move-go").click()
    page.locator("#claim-to-credited").check()
    page.locator("#claim-granted").fill("8.00")
    page.locator("#claim-move-go").click()
    expect(page.locator("#to-field")).to_have_attribute("href", "#claim-credit_note")
    page.locator("#claim-credit_note").fill("CN-7")
    page.locator("#claim-move-go").click()
    expect(page.locator("#claim-now .badge").first).to_have_text("Credited")
    page.locator("#to-claims").click()
    page.locator("#state-credited").click()
    expect(page.locator("#claims tbody tr")).to_have_count(1)
    expect(page.locator("#claims-money")).to_contain_text("€12.00 asked, €8.00 granted")


def test_pages_are_accessible_in_both_themes(visit: Visit, claim: Claim) -> None:
    page = visit(f"/claims/{claim.pk}/", Role.SENIOR)
    for path in (f"/claims/{claim.pk}/", "/claims/", f"/escalations/{claim.escalation_id}/"):
        page.goto(path)
        assert in_both_themes(page) == []


def test_the_form_is_accessible_also_with_a_problem(visit: Visit, opened: Escalation) -> None:
    page = visit(f"/claims/of/{opened.pk}/", Role.SENIOR)
    page.locator("#claim-basis-own").check()
    page.locator("#claim-amount").fill("much")
    page.locator("#claim-go").click()
    expect(page.locator("#claim-problem")).to_be_focused()
    expect(page.locator("#claim-amount")).to_have_value("much")
    assert in_both_themes(page) == []


def test_what_others_do_shows_by_itself_and_nothing_typed_is_lost(visit: Visit, claim: Claim) -> None:
    page = visit(f"/claims/{claim.pk}/", Role.SENIOR)
    page.locator("#claim-text").fill("typed for long")
    move_claim(Asker.staff(a_member(Role.SENIOR)), claim.pk, Settling(to="sent", text="By phone."))
    expect(page.locator("#claim-steps")).to_contain_text("By phone.", timeout=PATIENCE)
    expect(page.locator("#claim-outdated")).to_be_visible()
    expect(page.locator("#claim-text")).to_have_value("typed for long")
