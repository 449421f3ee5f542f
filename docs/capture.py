"""The README's animated capture: an order is found as one types, and its page follows what the renderer does.

``make capture`` takes it from the demo that runs in this checkout, or starts one. Frames are taken where something
changed and shown for a fixed time each, so that the length does not depend on the machine.
"""

from __future__ import annotations

import io
import json
import sys
import time
import uuid
from dataclasses import dataclass, field

import boto3
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page

from demo.simulator.state_machine import NAME
from docs.started import PICTURES, browser, demo, open_order, sign_in

FILE = PICTURES / "capture.webp"
VIEW = {"width": 1000, "height": 820}
BAND, MARGIN, TEXT = 44, 22, 19
INK, PAPER = "#f6f5f1", "#1f1e1b"
ASKED = "baumg"
CUSTOMER, ORDER, LINE = "u-ines", "o-48210773", "1"
FOLLOWED = f"#line-{LINE} .steps b"
ANSWER_MS = 600
LONGEST_SECONDS = 90


@dataclass
class Film:
    """Frames of a page under a caption, each with how long it is shown in milliseconds."""

    page: Page
    frames: list[Image.Image] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)

    def take(self, caption: str, milliseconds: int) -> None:
        """The page as it is now."""
        seen = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        frame = Image.new("RGB", (seen.width, seen.height + BAND), PAPER)
        frame.paste(seen, (0, 0))
        place = (MARGIN, seen.height + BAND // 2)
        ImageDraw.Draw(frame).text(place, caption, INK, ImageFont.load_default(TEXT), anchor="lm")
        self.frames.append(frame)
        self.shown.append(milliseconds)

    def save(self) -> None:
        """As an animation that begins anew."""
        first, *others = self.frames
        first.save(FILE, save_all=True, append_images=others, duration=self.shown, loop=0, quality=72, method=6)
        sys.stdout.write(f"{FILE.name}: {sum(self.shown) / 1000:.1f} s, {FILE.stat().st_size / 1e6:.2f} MB\n")


def main() -> None:
    """Take it and write it."""
    with demo() as settings, browser() as opened:
        context = opened.new_context(base_url=settings["PUBLIC_URL"], color_scheme="light", viewport=VIEW)  # type: ignore[arg-type]  # a dict of the two numbers it wants
        page = sign_in(context)
        open_order(page, ORDER)
        film = Film(page)
        _find(film)
        _follow(film, settings)
        film.save()


def _find(film: Film) -> None:
    """By a name without its accents to the customer, and to the order that is stuck."""
    page = film.page
    page.goto("/")
    film.take("The customer says a name …", 1_200)
    for place, letter in enumerate(ASKED, 1):
        page.locator("input[name=q]").first.press_sequentially(letter)
        page.wait_for_timeout(ANSWER_MS)
        film.take("… and is found as one types, without the accents too", 1_800 if place == len(ASKED) else 240)
    page.locator(f"a[href='/customers/{CUSTOMER}/']").click()
    page.wait_for_load_state("networkidle")
    film.take("What the customer has ordered, worst first", 2_000)
    page.locator(f"a[href='/orders/{ORDER}/']").first.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(ANSWER_MS)


def _follow(film: Film, settings: dict[str, str]) -> None:
    """What the page shows by itself, from the command until the book is with its printer."""
    film.take("One sentence says where it is: page 7 of the book cannot be rendered", 3_000)
    steps = film.page.locator(FOLLOWED)
    known, ends = steps.all_inner_texts(), time.monotonic() + LONGEST_SECONDS
    _have_it_rendered(settings)
    while "Sent to the printer" not in known and time.monotonic() < ends:
        film.page.wait_for_timeout(200)
        if (now := steps.all_inner_texts()) != known:
            known = now
            film.take("The photo was found, the book is rendered again: the page follows by itself", 1_400)
    film.take("Rendered, and with the printer: nobody has reloaded anything", 2_400)


def _have_it_rendered(settings: dict[str, str]) -> None:
    """Ask the played backend for another render, as the dashboard asks: by its state machine."""
    client = boto3.client(
        "stepfunctions",
        endpoint_url=settings["AWS_ENDPOINT_URL"],
        region_name=settings["AWS_REGION"],
        aws_access_key_id=settings["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=settings["AWS_SECRET_ACCESS_KEY"],
    )
    name = f"capture-{uuid.uuid4()}"
    command = {"command_id": name, "kind": "COMMAND_KIND_RENDER", "order_id": ORDER, "line_id": LINE}
    machines = client.list_state_machines()["stateMachines"]
    arn = next(machine["stateMachineArn"] for machine in machines if machine["name"] == NAME)
    client.start_execution(stateMachineArn=arn, name=name, input=json.dumps(command | {"requested_by": "the capture"}))


if __name__ == "__main__":
    main()
