"""A browser with notes: what is typed is never lost, colleagues are offered, nothing hostile runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Dialog, Page, Route, expect

from dashboard.roles import Role
from support.models import AuditEvent
from support.notes.models import Draft, Note
from tests.browser.axe import complaints
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.notes.conftest import CUSTOMER, ORDER
from tests.notes.test_text import hostile
from tests.web import stories
from tests.web.conftest import PASSWORD, told

__all__ = ["base_url", "told", "visit", "watch"]

pytestmark = pytest.mark.usefixtures("told")


@pytest.fixture
def ben(db: None) -> User:
    """A manager who may be mentioned."""
    person = User.objects.create_user("ben", first_name="Ben")
    person.groups.add(Group.objects.get(name=Role.MANAGER))
    return person


def types(page: Page, text: str) -> None:
    """As a person does, until it is kept."""
    with page.expect_response(lambda answer: answer.url.endswith("/drafts/") and answer.status == 204):
        page.locator("#note-text").press_sequentially(text)


def test_a_note_is_written_and_shown_without_leaving_the_page(visit: Visit) -> None:
    page = visit(ORDER)
    types(page, "Called back")
    page.locator("#note-go").dblclick()
    expect(page.locator("#note-list")).to_contain_text("Called back")
    expect(page.locator("#order-timeline")).to_contain_text("Note: Called back")
    expect(page.locator("#note-text")).to_have_value("")
    expect(page.locator("body")).not_to_be_focused()
    assert Note.objects.count() == 1
    page.wait_for_timeout(1500)
    assert not Draft.objects.exists()


def test_undo_gives_the_words_back(visit: Visit) -> None:
    page = visit(ORDER)
    page.locator("#note-text").fill("Too early")
    page.locator("#note-go").click()
    page.locator("#note-list button", has_text="Undo").click()
    expect(page.locator("#note-text")).to_have_value("Too early")
    expect(page.locator("#note-list")).not_to_contain_text("Too early")
    expect(page.locator("#note-said")).to_be_focused()


def test_edit_and_pin_in_place(visit: Visit) -> None:
    page = visit(ORDER)
    page.locator("#note-text").fill("Called back")
    page.locator("#note-go").click()
    page.locator("#note-list a", has_text="Edit").click()
    expect(page.locator("#note-text")).to_have_value("Called back")
    page.locator("#note-text").fill("Called twice")
    page.locator("#note-go").click()
    expect(page.locator("#note-list")).to_contain_text("edited")
    page.locator("#note-list button", has_text="Pin").click()
    expect(page.locator("#note-list")).to_contain_text("pinned by")
    expect(page.locator("[id^=pin-]")).to_be_focused()


def test_a_draft_survives_a_reload_a_swap_and_another_browser(visit: Visit) -> None:
    page = visit(ORDER)
    types(page, "Half a sen")
    Note.objects.create(
        order_id=stories.ORDER_ID, actor="staff:0", key="k", text="A colleague's", written_at=timezone.now()
    )
    expect(page.locator("#note-list")).to_contain_text("A colleague's")
    expect(page.locator("#note-text")).to_have_value("Half a sen")
    expect(page.locator("#note-text")).to_be_focused()
    page.reload()
    expect(page.locator("#note-text")).to_have_value("Half a sen")
    expect(visit(ORDER).locator("#note-text")).to_have_value("Half a sen")
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"


def test_a_closed_tab_keeps_what_was_typed_last(visit: Visit) -> None:
    page = visit(ORDER)
    page.locator("#note-text").fill("Only just")
    page.goto("/notices/")
    _until(lambda: Draft.objects.filter(text="Only just").exists(), page)


def test_an_expired_session_takes_nothing_away(visit: Visit) -> None:
    page = visit(ORDER)
    types(page, "Half a ")
    Session.objects.all().delete()
    page.locator("#note-text").press_sequentially("sentence")
    expect(page.locator("#signed-out")).to_contain_text("You are signed out")
    expect(page.locator("#note-text")).to_have_value("Half a sentence")
    with page.context.expect_page() as opened:
        page.locator("#signed-out a").click()
    tab = opened.value
    tab.locator("#id_username").fill("a-agent")
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("main button").click()
    tab.wait_for_url("**/notices/")
    page.bring_to_front()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#signed-out")).to_be_hidden()
    page.locator("#note-go").click()
    expect(page.locator("#note-list")).to_contain_text("Half a sentence")


def test_a_poll_does_not_lead_away_from_what_is_typed(visit: Visit) -> None:
    page = visit(ORDER)
    types(page, "Half a sentence")
    Session.objects.all().delete()
    expect(page.locator("#signed-out")).to_be_visible()
    assert page.url.endswith(ORDER)


def test_colleagues_are_offered_by_keyboard_and_told(visit: Visit, ben: User) -> None:
    page = visit(ORDER)
    page.locator("#note-text").press_sequentially("Hi @be")
    expect(page.locator("#colleagues li:visible")).to_have_count(1)
    assert complaints(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#note-text")).to_have_value("Hi @ben ")
    page.locator("#note-go").click()
    expect(page.locator("#note-list .mention")).to_have_text("@ben")
    bens = visit("/notices/", Role.MANAGER)
    expect(bens.locator("#bell .count")).to_have_count(0)


def test_colleagues_are_offered_to_who_typed_faster_than_the_script_came(visit: Visit, ben: User) -> None:
    page = visit("/notices/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/writing*.js", hold)
    page.goto(page.url.replace("/notices/", ORDER))
    with page.expect_request("**/writing*.js"):
        page.locator("#note-text").press_sequentially("Hi @be")
    expect(page.locator("#colleagues li:visible")).to_have_count(0)
    held[0].continue_()
    expect(page.locator("#colleagues li:visible")).to_have_count(1)


def test_from_the_notice_to_the_note(visit: Visit) -> None:
    visit("/", Role.MANAGER)
    page = visit(ORDER)
    page.locator("#note-text").fill("@a-manager, look")
    page.locator("#note-go").click()
    expect(page.locator("#note-list")).to_contain_text("look")
    other = visit("/", Role.MANAGER)
    expect(other.locator("#bell .count")).to_have_text("1")
    other.locator("#bell").click()
    other.locator("[id^=open-]").click()
    expect(other.locator(".notes li:target")).to_contain_text("look")
    expect(other.locator("#bell .count")).to_have_count(0)


def test_hostile_notes_run_nothing(visit: Visit) -> None:
    page = visit(ORDER)
    for number, text in enumerate(["\n".join(hostile())[:10_000].replace("\0", ""), "<img src=x onerror=alert(1)>"]):
        page.locator("#note-text").fill(text)
        page.locator("#note-go").click()
        expect(page.locator("#note-list li.note")).to_have_count(number + 1)
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    for address in (ORDER, CUSTOMER):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.locator("main .note-words img, main .note-words script").count() == 0
    assert dialogs == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_with_notes_and_notices(visit: Visit, scheme: str) -> None:
    page = visit(ORDER, color_scheme=scheme)
    page.locator("#note-text").fill("@a-agent سلام https://example.com/" + " long" * 500)
    page.locator("#note-go").click()
    expect(page.locator("#note-list li.note")).to_have_count(1)
    assert complaints(page) == []
    page.goto("/notices/")
    assert complaints(page) == []


def test_without_javascript(visit: Visit) -> None:
    page = visit(ORDER, java_script_enabled=False)
    page.locator("#note-text").fill("Called back")
    page.locator("#note-go").click()
    expect(page.locator(".notes li:target")).to_contain_text("Called back")
    page.locator("[id^=pin-]").click()
    expect(page.locator("#note-list")).to_contain_text("pinned by")
    page.locator("[id^=undo-]").click()
    expect(page.locator("#note-list")).not_to_contain_text("Called back")
    assert AuditEvent.objects.filter(type="note.withdrawn").count() == 1


def _until(true: Callable[[], bool], page: Page) -> None:
    """Wait for what happens beside the page."""
    for _ in range(50):
        if true():
            return
        page.wait_for_timeout(100)
    assert true()
