"""The order page with its pictures, in a browser."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from dashboard.roles import Role
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, Watch, base_url, visit, watch
from tests.web import stories

__all__ = ["base_url", "visit", "watch"]

URL = f"/orders/{stories.ORDER_ID}/"


def test_all_pictures_of_the_first_view_are_one_request_after_the_page_s_five(visit: Visit, pictures: None) -> None:
    page = visit("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(URL)
    page.wait_for_load_state("networkidle")
    drawn = [url for url in asked if "/pictures/" in url]
    assert len(drawn) == 1
    later = ("/problems/", "/presence/")
    assert len([url for url in asked if url not in drawn and not any(part in url for part in later)]) <= 5


def test_the_page_at_fault_is_marked_in_words(visit: Visit, pictures: None) -> None:
    page = visit(URL)
    expect(page.get_by_role("img", name="Cover, blurred")).to_be_visible()
    marked = page.locator(".pages .bad")
    expect(marked).to_have_text("page 7, at fault")
    expect(marked.locator("image")).to_have_count(1)
    expect(page.locator(".pages li")).to_have_count(5)


def test_an_attempt_s_pages_come_when_it_is_opened_and_move_nothing(visit: Visit, watch: Watch, pictures: None) -> None:
    page = visit(URL)
    page.wait_for_load_state("networkidle")
    assert not [url for url in watch.requests if "/renders/" in url]
    held: list[Route] = []
    page.route("**/renders/**", lambda route: held.append(route))  # noqa: PLW0108 it marks what it is given
    with page.expect_request("**/renders/**"):
        page.get_by_text("1 render attempt").first.click()
    sheet = page.get_by_role("img", name="page 7 is at fault")
    before = sheet.bounding_box()
    assert before is not None
    held[0].continue_()
    expect(sheet).to_have_js_property("naturalWidth", 864)
    after = sheet.bounding_box()
    assert after is not None
    assert (after["width"], after["height"]) == (before["width"], before["height"])
    assert in_both_themes(page) == []


def test_no_picture_is_broken_where_there_is_none(visit: Visit, story: object, bucket: None) -> None:
    page = visit(URL, Role.OPS)
    with page.expect_response(lambda answer: "/renders/" in answer.url) as asked:
        page.get_by_text("1 render attempt").first.click()
    assert asked.value.status == 404
    expect(page.locator(".sheet img").first).to_have_js_property("naturalWidth", 864)
