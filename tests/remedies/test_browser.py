"""A browser goes from a damaged book to everything that is done about it, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.roles import Role
from support.remedies.models import Remedy
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.commands.conftest import ORDER, Desk
from tests.remedies.conftest import counts

__all__ = ["base_url", "visit", "watch"]

STEP = f"/orders/{ORDER}/make-right/?about=line:2&reason=damaged"
ONE_OF_EACH = {"Command": 1, "Request": 0, "Escalation": 1, "Claim": 1, "Mail": 1, "Note": 1, "Remedy": 1}


def test_from_the_problem_to_one_timeline(visit: Visit, desk_with_parcel: Desk, db: None) -> None:
    page = visit(f"/orders/{ORDER}/", Role.SENIOR)
    page.locator("#act-right-2").click()
    page.locator("#right-reason").select_option("damaged")
    expect(page.locator("#right-claim")).to_contain_text("€12.00 from dhl")
    page.locator("#right-words").fill("The spine is broken.")
    page.locator("#right-go").dblclick()
    page.wait_for_url("**/orders/*/#remedy-*")
    expect(page.locator("#order-remedies")).to_contain_text("Reprint, print job j-2")
    expect(page.locator("#order-timeline")).to_contain_text("Made right: Damaged on the way")
    assert counts() == ONE_OF_EACH


def test_what_is_switched_off_says_what_that_means_and_focus_stays(
    visit: Visit, desk_with_parcel: Desk, db: None
) -> None:
    page = visit(STEP, Role.SENIOR)
    page.locator("#right-part-claim").uncheck()
    expect(page.locator("#right-claim")).to_contain_text("We bear the cost.")
    expect(page.locator("#right-part-claim")).to_be_focused()
    page.locator("#right-go").click()
    page.wait_for_url("**/orders/*/#remedy-*")
    assert counts() == ONE_OF_EACH | {"Claim": 0}


def test_without_javascript(visit: Visit, desk_with_parcel: Desk, db: None) -> None:
    page = visit(f"/orders/{ORDER}/make-right/?about=line:2", Role.SENIOR, java_script_enabled=False)
    page.locator("#right-reason").select_option("damaged")
    page.locator("#right-show").click()
    page.locator("#right-resolution-refund_part").check()
    page.locator("#right-show").click()
    expect(page.locator("#right-plan")).to_contain_text("recorded as recommended, €14.97, not as done")
    page.locator("#right-go").click()
    expect(page.locator("#order-remedies")).to_contain_text("to be done elsewhere, not done from here")
    assert Remedy.objects.get().recommended == 1497


@pytest.mark.parametrize("path", [STEP, f"/orders/{ORDER}/"])
def test_it_is_accessible(visit: Visit, desk_with_parcel: Desk, db: None, path: str) -> None:
    page = visit(STEP, Role.SENIOR)
    page.locator("#right-go").click()
    page.wait_for_url("**/orders/*/#remedy-*")
    page = visit(path, Role.AGENT)
    assert in_both_themes(page) == []


def test_a_refusal_is_focused_and_accessible(visit: Visit, desk_with_parcel: Desk, db: None) -> None:
    page = visit(STEP, Role.AGENT)
    page.locator("#right-go").click()
    expect(page.locator("#right-problem")).to_be_focused()
    assert in_both_themes(page) == []
    assert not any(counts().values())
