"""From a row that the backend writes to the page that is open, with nothing made by hand in between."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from orders.streams.engine import drain
from tests.browser.conftest import Visit
from tests.streams import backend


@pytest.fixture
def streams(cloud: str) -> Iterator[None]:
    """The streams are read, as the worker does."""
    over = threading.Event()

    def keep_up() -> None:
        while not over.wait(0.2):
            drain()

    reading = threading.Thread(target=keep_up, name="pump")
    reading.start()
    yield
    over.set()
    reading.join()


def test_a_change_in_a_table_reaches_the_open_page_and_spares_what_is_typed(visit: Visit, streams: None) -> None:
    for table, row in (("users", backend.user()), ("orders", backend.order()), ("prints", backend.design())):
        backend.put(table, row)
    page = visit("/orders/o1/")
    while page.locator("h1").inner_text() != "PX-o1":
        page.wait_for_timeout(200)
        page.reload()
    page.locator("#find-box").press_sequentially("half a wo")
    failure = {"code": "font_missing", "message": "no glyph", "page": 3}
    backend.put("renders", backend.render(state="failed", failure=failure))
    expect(page.locator("#order-head")).to_contain_text("Render failed", timeout=10_000)
    expect(page.locator("#find-box")).to_have_value("half a wo")
    expect(page.locator("#find-box")).to_be_focused()
