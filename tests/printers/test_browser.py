"""The printers in a browser: every state has its mark, its words and enough contrast, and pausing works by keyboard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.roles import Role
from support.commands.asker import Asker
from support.printers.pauses import pause
from tests.browser.axe import complaints, in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.commands.conftest import ago
from tests.printers.conftest import Plant, Staff, later

__all__ = ["base_url", "visit", "watch"]

pytestmark = pytest.mark.django_db(transaction=True)
HOSTILE = "<img src=x onerror=alert(1)> مطبعة \u202eEXE.pdf " + "W" * 60


@pytest.fixture
def every_state(plant: Plant, staff: Staff, settings: Any) -> Plant:
    """A printer in each state; one of them with a name that nobody would choose."""
    settings.PRINTER_PACE = 40
    ops: Asker = staff(Role.OPS)
    for name, state in (
        ("calm", "active"),
        ("shut", "paused"),
        ("gone", "retired"),
        ("odd", "asleep"),
        ("ours", "active"),
    ):
        plant.printer(name, state=state)
    plant.printer("mute", name="Gráficas do Tejo", country="PT", updated_at=ago(hours=9))
    plant.printer("lost", name=HOSTILE, country="AE", updated_at=ago(days=9))
    plant.job("j-1", "in_production", "mute", updated_at=ago(hours=1), submitted_at=ago(days=1))
    plant.job("j-2", "submitted", "lost", submitted_at=ago(days=8))
    plant.job("j-3", "in_production", "lost", updated_at=ago(days=7), submitted_at=ago(days=8))
    for number, state in enumerate(
        ("submitted", "accepted", "in_production", "on_hold", "error", "rejected", "dispatched")
    ):
        when = {"submitted_at": ago(days=number, hours=2), "updated_at": ago(seconds=number)}
        plant.job(f"c-{number}", state, "calm", **when, dispatched_at=ago(hours=1) if state == "dispatched" else None)
    pause(ops, "ours", reason="the spine comes loose", until=later(hours=5))
    return plant


def picture(page: Page, name: str) -> None:
    """Kept where somebody asked for it, to be looked at."""
    if folder := os.environ.get("PRINTERS_PICTURES"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)


def test_the_board_in_both_themes(every_state: Plant, visit: Visit) -> None:
    page = visit("/printers/", Role.OPS)
    said = page.locator("#printers").inner_text()
    for words in ("Silent", "Paused here", "Paused by itself", "“asleep”", "Active", "Retired"):
        assert words in said
    picture(page, "board")
    assert in_both_themes(page) == []


def test_by_country_in_both_themes(every_state: Plant, visit: Visit) -> None:
    page = visit("/printers/?country=1", Role.AGENT)
    picture(page, "country")
    assert in_both_themes(page) == []


def test_every_state_has_a_mark_of_its_own_without_colour(every_state: Plant, visit: Visit) -> None:
    page = visit("/printers/", Role.OPS, forced_colors="active")
    badges = page.locator(".printers .standing .badge")
    marks = {(badge.inner_text(), badge.locator("path").get_attribute("d")) for badge in badges.all()}
    assert len({drawn for _, drawn in marks}) == len({words for words, _ in marks}) == 6
    assert complaints(page) == []


@pytest.mark.parametrize("printer_id", ["calm", "lost", "ours"])
def test_a_page_in_both_themes(every_state: Plant, visit: Visit, printer_id: str) -> None:
    page = visit(f"/printers/{printer_id}/", Role.OPS)
    picture(page, printer_id)
    assert in_both_themes(page) == []


def test_no_page_is_wider_than_a_phone(every_state: Plant, visit: Visit) -> None:
    for address in ("/printers/", "/printers/lost/"):
        page = visit(address, Role.OPS, viewport={"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        picture(page, f"narrow-{address.strip('/').replace('/', '-')}")


def test_a_refused_pause_is_said_and_what_was_typed_stays(every_state: Plant, visit: Visit) -> None:
    page = visit("/printers/calm/", Role.OPS)
    page.get_by_text("Give it no new work").click()
    page.locator("#pause-reason").fill("dust")
    page.locator("#pause-until").fill("2020-01-01T10:00")
    page.locator("#pause-go").click()
    expect(page.locator("#printer-problem")).to_be_focused()
    expect(page.locator("#pause-reason")).to_have_value("dust")
    assert in_both_themes(page) == []
    page.locator("#to-field").click()
    expect(page.locator("#pause-until")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_pausing_and_resuming(every_state: Plant, visit: Visit, scripts: bool) -> None:
    page = visit("/printers/calm/", Role.OPS, java_script_enabled=scripts)
    page.get_by_text("Give it no new work").click()
    page.locator("#pause-reason").fill("dust")
    page.locator("#pause-go").click()
    expect(page.locator("#standing")).to_contain_text("Paused here")
    page.get_by_text("Give it new work again").click()
    page.locator("#resume-reason").fill("cleaned")
    page.locator("#resume-go").click()
    expect(page.locator("#standing")).not_to_contain_text("Paused here")


def test_the_open_board_follows_and_keeps_the_focus(every_state: Plant, visit: Visit) -> None:
    page = visit("/printers/", Role.OPS)
    page.locator("#to-printer-calm").focus()
    every_state.printer("calm", state="paused")
    page.evaluate("htmx.trigger('#printers', 'wake')")
    expect(page.locator("#printer-calm")).to_contain_text("Paused by itself")
    expect(page.locator("#to-printer-calm")).to_be_focused()
