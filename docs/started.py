"""A demo to take pictures of: the one that runs in this checkout, or one started for as long as it takes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from demo.state import CHECKOUT, State
from embedded.ports import free_port

PICTURES = CHECKOUT / "docs" / "pictures"
LOADED = "all applied"
LONGEST_SECONDS = 400
CHOSEN = {"SEED": "17", "SPEED": "20", "HISTORY_DAYS": "0.5"}
"""Of a demo that is started here: always the same company, slow enough to be looked at."""


@contextmanager
def demo() -> Iterator[dict[str, str]]:
    """The settings of the demo, by their names in the environment."""
    running = State.of_checkout()
    if running.environment_file.is_file():
        yield _told(running)
        return
    with tempfile.TemporaryDirectory(prefix="printdesk-pictures-") as folder:
        state, output = State(Path(folder) / "state"), Path(folder) / "output"
        chosen = CHOSEN | {"DEMO_STATE": str(state.folder), "PORT": str(free_port())}
        with output.open("w") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "demo"], cwd=CHECKOUT, env=os.environ | chosen, stdout=said
            )
            try:
                _wait_until_loaded(process, output)
                yield _told(state)
            finally:
                # Not SIGINT, which is ignored by what a shell starts in its background.
                process.send_signal(signal.SIGTERM)
                process.wait()


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


def sign_in(context: BrowserContext, person: str = "agent") -> Page:
    """A page on which one of the demo's people is signed in."""
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("input[name=username]", person)
    page.fill("input[name=password]", f"{person}-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/")
    return page


def open_order(page: Page, order_id: str) -> None:
    """An order's page once its pictures are there: they are put into the bucket after the rows."""
    ends = time.monotonic() + LONGEST_SECONDS
    page.goto(f"/orders/{order_id}/")
    while sheet := page.locator("svg image").first.get_attribute("href"):
        if page.request.get(sheet).ok or time.monotonic() > ends:
            break
        time.sleep(1)
    page.reload(wait_until="networkidle")


def _wait_until_loaded(process: subprocess.Popen[bytes], output: Path) -> None:
    ends = time.monotonic() + LONGEST_SECONDS
    while LOADED not in output.read_text():
        if process.poll() is not None or time.monotonic() > ends:
            raise SystemExit(f"The demo did not come up:\n{output.read_text()}")
        time.sleep(0.5)


def _told(state: State) -> dict[str, str]:
    lines = state.environment_file.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)
