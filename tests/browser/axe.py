"""axe over a page, with every rule of WCAG 2.2 AA."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


UNSTICK = "place => { const bar = document.querySelector('.top'); if (bar) bar.style.position = place; }"


def complaints(page: Page) -> list[str]:
    """What axe finds wrong: rule and element. Not what lies half under the bar, from where one scrolls it."""
    page.evaluate(UNSTICK, "static")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    page.evaluate(UNSTICK, "")
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found.response["violations"] for node in rule["nodes"]]


def in_both_themes(page: Page) -> list[str]:
    """What axe finds wrong in the light theme or in the dark one."""
    found: list[str] = []
    themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        found += [f"{theme}: {complaint}" for complaint in complaints(page)]
    return found
