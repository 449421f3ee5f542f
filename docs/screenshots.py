"""The README's pictures, taken from the demo that runs in this checkout: ``make demo``, then ``make screenshots``."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from demo.forty import ORDERS

CHECKOUT = Path(__file__).resolve().parents[1]
PICTURES = CHECKOUT / "docs" / "pictures"
WIDE, NARROW = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
ORDER = "PX-4821-0773"
CUSTOMER = "u-jose"
ASKED = "rui"
"""Finds two people by different words of their names."""


def main() -> None:
    """Sign in as the agent and take each picture, light and dark."""
    url = _url()
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            _take(browser, url, scheme)
        browser.close()


def _take(browser: Browser, url: str, scheme: str) -> None:
    order = next(told for told in ORDERS if told.number == ORDER)
    context = browser.new_context(base_url=url, color_scheme=scheme, viewport=WIDE)  # type: ignore[arg-type]
    page = context.new_page()
    _sign_in(page)
    page.goto("/")
    page.locator("input[name=q]").first.press_sequentially(ASKED, delay=30)
    page.get_by_role("status").filter(has_text="match").wait_for()
    _picture(page, f"find-{scheme}", 360)
    page.goto(f"/orders/{order.order_id}/")
    _picture(page, f"order-{scheme}")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    _picture(page, f"order-narrow-{scheme}", NARROW["height"])
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"/customers/{CUSTOMER}/")
    _picture(page, f"customer-{scheme}", 360)
    context.close()


def _sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.fill("input[name=username]", "agent")
    page.fill("input[name=password]", "agent-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/")


def _picture(page: Page, name: str, height: int = WIDE["height"]) -> None:
    """The top of the page, as far down as there is something to see."""
    PICTURES.mkdir(exist_ok=True)
    size = page.viewport_size or WIDE
    page.screenshot(path=PICTURES / f"{name}.png", clip={"x": 0, "y": 0, "width": size["width"], "height": height})


def _url() -> str:
    """Where the demo answers, from what it leaves for manage.py."""
    kept = Path(os.environ.get("DEMO_STATE", CHECKOUT / ".demo")) / "env"
    if not kept.is_file():
        raise SystemExit("No demo runs in this checkout: start one with `make demo`.")
    told = dict(line.split("=", 1) for line in kept.read_text().splitlines() if "=" in line)
    return told["PUBLIC_URL"].strip("'\"")


if __name__ == "__main__":
    main()
