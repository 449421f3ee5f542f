"""Editing a reply before it is copied, and changing the words, in a browser."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from dashboard.roles import Role
from orders.contract.model import OrderState
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.replies.conftest import ORDER, TEXT, WORDS
from tests.web import stories
from tests.web.conftest import Told

__all__ = ["base_url", "visit", "watch"]

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def _held(told: Told) -> None:
    """The order is put on hold, so that another reply suits it."""
    assert told.order is not None
    assert told.order.snapshot.order is not None
    held = replace(told.order.snapshot.order, state=OrderState.ON_HOLD, updated_at=stories.ago())
    told.order = replace(told.order, version=told.order.version + 1, snapshot=replace(told.order.snapshot, order=held))


def _typed(page: Page) -> None:
    page.locator("#reply-edit-open").click()
    page.locator("#reply-draft").fill("Liebe Frau B., ich kümmere mich.")


def test_what_is_typed_survives_changes_and_the_new_reply_is_offered(visit: Visit, told: Told) -> None:
    page = visit(ORDER)
    _typed(page)
    expect(page.locator("#reply-draft-changed")).to_be_hidden()
    _held(told)
    expect(page.locator("#reply-draft-changed")).to_be_visible()
    expect(page.locator("#reply-draft")).to_have_value("Liebe Frau B., ich kümmere mich.")
    page.locator("#reply-take").click()
    expect(page.locator("#reply-draft")).to_have_value(page.locator("#reply-text").text_content() or "")
    expect(page.locator("#reply-draft")).to_be_focused()
    expect(page.locator("#reply-draft-changed")).to_be_hidden()


def test_an_untouched_draft_follows_the_ready_reply(visit: Visit, told: Told) -> None:
    page = visit(ORDER)
    page.locator("#reply-edit-open").click()
    _held(told)
    expect(page.locator("#reply-text")).to_contain_text("ruht")
    expect(page.locator("#reply-draft")).to_have_value(page.locator("#reply-text").text_content() or "")


def test_the_draft_is_what_is_copied_and_it_goes_nowhere_else(visit: Visit, told: Told) -> None:
    page = visit(ORDER, permissions=CLIPBOARD)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    _typed(page)
    page.locator("#copy-reply").click()
    expect(page.locator("#copy-reply")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "Liebe Frau B., ich kümmere mich."
    with page.expect_response(lambda answer: "/live/" in answer.url):
        pass
    assert not [each for each in sent if "Liebe" in each]
    assert "Liebe" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_back_to_the_ready_reply(visit: Visit, told: Told) -> None:
    page = visit(ORDER)
    _typed(page)
    page.locator("#reply-reset").click()
    expect(page.locator("#reply-draft")).to_have_value(page.locator("#reply-text").text_content() or "")


def test_another_language_is_in_the_address_and_stays_over_changes(visit: Visit, told: Told) -> None:
    page = visit(ORDER)
    _typed(page)
    page.locator("#reply-language").focus()
    page.locator("#reply-language").select_option("fr")
    expect(page).to_have_url(re.compile(r"\?reply=fr$"))
    expect(page.locator("#reply-draft")).to_have_value("Liebe Frau B., ich kümmere mich.")
    _held(told)
    expect(page.locator("#reply-text")).to_contain_text("en attente")
    expect(page.locator("#reply-language")).to_be_focused()


def test_without_javascript(visit: Visit, told: Told) -> None:
    page = visit(ORDER, java_script_enabled=False)
    page.locator("#reply-language").select_option("fr")
    page.get_by_role("button", name="Show").click()
    page.locator("#reply-edit-open").click()
    expect(page.locator("#reply-draft")).to_have_value(page.locator("#reply-text").text_content() or "")
    assert "Bonjour" in (page.locator("#reply-text").text_content() or "")


def test_words_are_tried_while_they_are_typed_and_saved(visit: Visit, told: Told) -> None:
    page = visit(TEXT, Role.MANAGER)
    page.locator("#reply-text").fill("dein Foto fehlt uns.")
    expect(page.locator("#reply-preview")).to_contain_text("The blank {where} is missing.")
    page.locator("#reply-text").fill(WORDS)
    expect(page.locator("#reply-preview")).to_contain_text("dein Foto auf Seite 7 fehlt uns noch.")
    expect(page.locator("#reply-text")).to_be_focused()
    page.locator("#reply-reason").fill("shorter")
    page.locator("#reply-save").dblclick()
    expect(page.locator("#version-1")).to_be_visible()
    page.goto(ORDER)
    expect(page.locator("#reply-text")).to_contain_text("dein Foto auf Seite 7 fehlt uns noch.")


@pytest.mark.parametrize("path", ["/replies/", TEXT, ORDER])
def test_nothing_is_in_anybody_s_way(visit: Visit, told: Told, path: str) -> None:
    page = visit(path, Role.MANAGER)
    page.locator("details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    assert in_both_themes(page) == []


def test_a_refusal_takes_the_focus(visit: Visit, told: Told) -> None:
    page = visit(TEXT, Role.MANAGER)
    page.locator("#reply-text").fill("dein Foto fehlt uns.")
    page.locator("#reply-reason").fill("shorter")
    page.locator("#reply-save").click()
    expect(page.locator("#reply-problem")).to_be_focused()
    assert in_both_themes(page) == []
