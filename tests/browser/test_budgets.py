"""Check 3: what a first view may cost."""

from __future__ import annotations

import gzip

import pytest
from django.conf import settings

from dashboard.roles import Role
from tests.browser.conftest import Visit, Watch
from tests.web import stories
from tests.web.conftest import Told

KB = 1024
OWN = {
    "css/printdesk.css": 10 * KB,
    "css/reports.css": 2 * KB,
    "js/app.js": 4 * KB,
    "js/writing.js": 2.5 * KB,
    "js/queue.js": 1.5 * KB,
    "js/evidence.js": 1.5 * KB,
}


@pytest.mark.parametrize("path", ["/", f"/orders/{stories.ORDER_ID}/", f"/customers/{stories.USER_ID}/", "/sign-in/"])
def test_a_first_view(path: str, visit: Visit, watch: Watch, told: Told) -> None:
    page = visit("about:blank", None if path == "/sign-in/" else Role.AGENT)
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body()))))
    watch.requests.clear()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    later = ("/problems/", "/presence/", "/home/")
    first = [url for url in watch.requests if not any(part in url for part in later)]
    assert len(first) <= 5, first
    assert sum(sizes) <= 70 * KB


def test_an_order_of_150_lines_60_renders_and_2000_scans(visit: Visit, watch: Watch, told: Told) -> None:
    told.order = stories.a_big_story()
    sizes: list[int] = []
    page = visit("about:blank")
    page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body()))))
    page.goto(f"/orders/{stories.ORDER_ID}/")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) <= 70 * KB


@pytest.mark.parametrize(("name", "most"), OWN.items())
def test_our_own_files(name: str, most: int) -> None:
    assert len(gzip.compress((settings.BASE_DIR / "static" / name).read_bytes())) <= most
