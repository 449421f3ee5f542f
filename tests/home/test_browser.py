"""Home and handover in a browser: after the first view, in both themes, on a phone, without scripts, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard.roles import Role
from orders.find.model import Found
from support.notices.models import NoticeKind
from support.notices.tell import tell
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, Watch, a_member
from tests.home.conftest import Desk, a_row, settled
from tests.queues.conftest import QUEUE
from tests.web.conftest import a_hit

PHONE = {"width": 360, "height": 740}
HANDOVER = "/home/handover/"


@pytest.fixture
def busy(desk: Desk, db: None) -> None:
    """Rows in a queue, and something new for everybody."""
    desk.holds(*(a_row(at) for at in range(1, 6)))
    for role in (Role.AGENT, Role.OPS, Role.MANAGER):
        tell(a_member(role), NoticeKind.MENTION, "k", "", "Ben mentioned you in a note about an order", "/commands/")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is searched, one order is found."""
    monkeypatch.setattr("support.views.find.live_store", lambda: None)
    monkeypatch.setattr("support.views.find.find", lambda *_: Found(hits=(a_hit(),), tried=()))


def narrow_enough(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
@pytest.mark.parametrize("role", [Role.AGENT, Role.OPS, Role.MANAGER, Role.ADMIN, Role.AUDITOR])
def test_everybody_can_use_it(role: Role, viewport: dict[str, int], visit: Visit, busy: None) -> None:
    page = visit("/", role, viewport=viewport)
    settled(page)
    assert in_both_themes(page) == []
    assert narrow_enough(page)


def test_the_search_box_is_ready_at_once_and_keeps_what_is_typed(visit: Visit, busy: None, found: None) -> None:
    page = visit("/", Role.OPS)
    expect(page.locator("#find-box")).to_be_focused()
    page.keyboard.type("in")
    expect(page.locator("#home")).to_have_count(0)
    expect(page.locator("#found a.row")).to_have_count(1)
    expect(page.locator("#find-box")).to_have_value("in")
    expect(page.locator("#find-box")).to_be_focused()


def test_results_take_its_place_and_give_it_back(visit: Visit, busy: None, found: None) -> None:
    page = visit("/", Role.OPS)
    settled(page)
    page.locator("#find-box").fill("inge")
    expect(page.locator("#home")).to_have_count(0)
    expect(page.locator("#found a.row")).to_have_count(1)
    page.locator("#find-box").fill("")
    settled(page)


def test_it_is_walked_by_keyboard(visit: Visit, busy: None) -> None:
    page = visit("/", Role.OPS)
    settled(page)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('#home a.row')")


def test_it_follows_by_itself_and_nobody_loses_the_focus(visit: Visit, busy: None, desk: Desk) -> None:
    page = visit("/", Role.OPS)
    settled(page)
    page.locator(f"#queue-{QUEUE}").focus()
    desk.holds(*(a_row(at) for at in range(1, 8)))
    page.evaluate("htmx.trigger('#home', 'wake')")
    expect(page.locator(f"#queue-{QUEUE} .num")).to_have_text("7")
    expect(page.locator(f"#queue-{QUEUE}")).to_be_focused()


def test_without_javascript_it_is_a_page(visit: Visit, busy: None) -> None:
    page = visit("/", Role.OPS, java_script_enabled=False)
    page.locator("#to-home").click()
    expect(page.locator("#home-queues-title")).to_be_visible()
    page.locator(f"#queue-{QUEUE}").click()
    expect(page.locator("h1")).to_have_text("Printer rejections")


def test_news_are_opened_without_javascript(visit: Visit, busy: None) -> None:
    page = visit("/home/", Role.OPS, java_script_enabled=False)
    page.get_by_role("button", name="Ben mentioned you").click()
    page.wait_for_url("**/commands/")


def test_it_is_asked_for_once(visit: Visit, busy: None, watch: Watch) -> None:
    page = visit("/", Role.OPS)
    settled(page)
    assert len([url for url in watch.requests if url.endswith("/home/")]) == 1


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_handing_over(viewport: dict[str, int], visit: Visit, busy: None) -> None:
    page = visit(HANDOVER, Role.OPS, viewport=viewport)
    assert in_both_themes(page) == []
    assert narrow_enough(page)
    page.get_by_label("What the next shift should know").fill("Köln mends its press")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("status").first).to_contain_text("Handed over")
    expect(page.locator("main")).to_contain_text("Köln mends its press")
    assert in_both_themes(page) == []
    assert narrow_enough(page)


def test_the_text_is_copied(visit: Visit, busy: None) -> None:
    page = visit(HANDOVER, Role.OPS, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#copy-text").click()
    expect(page.locator("#copy-text")).to_have_text("Copied")
    assert "- Printer rejections: 5" in page.evaluate("navigator.clipboard.readText()")


def test_handing_over_without_javascript(visit: Visit, busy: None) -> None:
    page = visit(HANDOVER, Role.OPS, java_script_enabled=False)
    page.get_by_label("From").fill("2001-01-01T00:00")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert")).to_contain_text("seven days at most")
    page.get_by_role("button", name="Hand over").click()
    expect(page.locator("main")).to_contain_text("Handed over.")
