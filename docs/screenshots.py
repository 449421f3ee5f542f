"""The README's pictures, light and dark: ``make screenshots`` takes them from the demo that runs, or starts one."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from docs.started import PICTURES, browser, demo, open_order, sign_in

WIDE, NARROW = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
ORDER, CUSTOMS, ARRIVED = "o-48210773", "o-40313184", "o-40353528"
CUSTOMER = "u-jose"
WORK = (
    ("ops", "/", "home"),
    ("ops", "/queues/failed_renders/", "queue"),
    ("ops", "/printers/", "printers"),
    ("senior", f"/orders/{ARRIVED}/make-right/?about=line%3A1&reason=print_quality", "right"),
    ("manager", "/reports/printers/", "reports"),
)
"""Who looks at what, and the picture's name."""

ASKED = "rui"
"""Finds several people by different words of their names."""


def main() -> None:
    """Sign in as those who use each page, and take the pictures."""
    with demo() as settings, browser() as opened:
        for scheme in ("light", "dark"):
            _take(opened, settings["PUBLIC_URL"], scheme)
            for person, address, name in WORK:
                _page(opened, settings["PUBLIC_URL"], scheme, (person, address, name))


def _take(opened: Browser, url: str, scheme: str) -> None:
    context = opened.new_context(base_url=url, color_scheme=scheme, viewport=WIDE)  # type: ignore[arg-type]
    page = sign_in(context)
    page.locator("input[name=q]").first.press_sequentially(ASKED, delay=30)
    page.get_by_role("status").filter(has_text="match").wait_for()
    _picture(page, f"find-{scheme}", 360)
    open_order(page, ORDER)
    _picture(page, f"order-{scheme}")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    _picture(page, f"order-narrow-{scheme}", NARROW["height"])
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    open_order(page, CUSTOMS)
    _picture(page, f"customs-{scheme}")
    page.goto(f"/customers/{CUSTOMER}/")
    _picture(page, f"customer-{scheme}", 360)
    context.close()


def _page(opened: Browser, url: str, scheme: str, work: tuple[str, str, str]) -> None:
    """A page of somebody's, as it opens."""
    person, address, name = work
    context = opened.new_context(base_url=url, color_scheme=scheme, viewport=WIDE)  # type: ignore[arg-type]
    page = sign_in(context, person)
    page.goto(address, wait_until="networkidle")
    _picture(page, f"{name}-{scheme}")
    context.close()


def _picture(page: Page, name: str, height: int = WIDE["height"]) -> None:
    """The top of the page, as far down as there is something to see."""
    PICTURES.mkdir(exist_ok=True)
    size = page.viewport_size or WIDE
    page.screenshot(path=PICTURES / f"{name}.png", clip={"x": 0, "y": 0, "width": size["width"], "height": height})


if __name__ == "__main__":
    main()
