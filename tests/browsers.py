"""Which tests take a browser, and which browser."""

from __future__ import annotations

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIXTURES = {"page", "context", "browser", "new_context"}
HOW = "no Chromium on PATH: browser tests were not run. Get it with `apt-get install chromium` (or brew, dnf, pacman)"


def chromium() -> str | None:
    """The path of a Chromium or Chrome, if the machine has one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def mark(items: list[pytest.Item]) -> None:
    """Mark tests that take a page as ``browser``.

    Without a browser they are reported as skipped, with how to get one; where CI=true they run and fail instead.
    """
    takers = [item for item in items if FIXTURES & set(getattr(item, "fixturenames", ()))]
    for item in takers:
        item.add_marker(pytest.mark.browser)
    if chromium() or os.environ.get("CI") == "true":
        return
    for item in takers:
        item.add_marker(pytest.mark.skip(reason=HOW))
