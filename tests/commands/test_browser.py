"""A browser, the played backend and everything in between: a failed render is rendered again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from dashboard.roles import Role
from demo.artefacts.filling import Filling
from demo.artefacts.shelf import create_bucket
from demo.simulator import history, saved, state_machine, tables
from demo.simulator.company import COMMANDS
from demo.simulator.folder import Folder
from demo.simulator.live import Backend, Listener
from demo.simulator.pace import Pace
from demo.simulator.world import World
from orders.streams.engine import Engine, drain
from support.commands import machine, outbox, tracking
from support.commands.models import Command
from support.commands.states import State
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.streams.running import pumping

__all__ = ["base_url", "visit", "watch"]

SLOW = 90_000
Company = Callable[[], AbstractContextManager["Broken"]]


@contextmanager
def beside(work: Callable[[], None], pause: float) -> Iterator[None]:
    """Something done again and again beside the test."""
    done = Event()

    def again() -> None:
        while not done.wait(pause):
            work()
        connection.close()

    thread = Thread(target=again)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def commands() -> None:
    """What the worker's ticks do."""
    outbox.sweep()
    tracking.track()


@dataclass(frozen=True)
class Broken:
    """A line of an order whose last render has failed."""

    order_id: str
    line_id: str


def broken(world: World) -> Iterator[Broken]:
    """Every such line."""
    for case in world.cases.values():
        for line in case.order["lines"]:
            renders = case.of_line("renders", line["line_id"])
            if renders and renders[-1]["state"] == "failed" and case.order["state"] != "cancelled":
                yield Broken(case.order_id, line["line_id"])


@pytest.fixture
def company(cloud: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    """A company with commands and streams; while it is at work, an order of it whose render has failed."""
    monkeypatch.setitem(COMMANDS, "refused_at_random", 0.0)
    monkeypatch.setitem(COMMANDS, "commanded_fails", 0.0)
    for known in (state_machine.client, state_machine._activity, machine._check_type):
        known.cache_clear()
    world, written = history.play(Pace(seed=4, days=1.5, speed=300), time.time())
    tables.write(written)
    folder = Folder(tmp_path / "simulator")
    saved.save(world, folder.world)
    create_bucket()
    state_machine.create()
    drain()
    order = next(broken(world))
    world.drop_plans(world.cases[order.order_id], order.line_id, "render.")
    listener, pictures = Listener(), Filling()
    listener.start()
    backend = Backend(world, folder, 300, listener.arrived, pictures)

    @contextmanager
    def at_work() -> Iterator[Broken]:
        with beside(lambda: backend.turn(time.time()), 0.2), pumping(Engine.live()), beside(commands, 0.5):
            yield order

    yield at_work
    listener.stopped.set()
    pictures.cancel()


def asks(page: Page, order: Broken) -> None:
    """From the order's page to the form, and back with the command."""
    page.context.set_default_timeout(SLOW)  # worker, backend and site share one process here
    page.goto(f"/orders/{order.order_id}/")
    page.locator(f"a[href$='/lines/{order.line_id}/render/']").click()
    page.locator("#act-go").dblclick()
    page.wait_for_url("**/orders/*/#order-commands")


@pytest.mark.django_db(transaction=True)
def test_a_failed_render_is_rendered_again_before_ones_eyes(company: Company, visit: Visit) -> None:
    page = visit("/", Role.AGENT)
    with company() as order:
        asks(page, order)
        steps = page.locator("#order-timeline")
        expect(steps).to_contain_text("Render requested by Ana", timeout=SLOW)
        for words in ("Render sent to the backend", "Render taken up", "Render done"):
            expect(steps).to_contain_text(words, timeout=SLOW)
        command = Command.objects.get()
        assert command.state == State.DONE
        render = page.locator(f"[id='render-{command.made_key}']")
        expect(render.locator(".badge")).to_have_text("Rendered", timeout=SLOW)


@pytest.mark.django_db(transaction=True)
def test_and_without_javascript(company: Company, visit: Visit) -> None:
    page = visit("/", Role.AGENT, java_script_enabled=False)
    with company() as order:
        asks(page, order)
        until = time.monotonic() + SLOW / 1000
        while not Command.objects.filter(state=State.DONE).exists() and time.monotonic() < until:
            time.sleep(0.5)
        page.reload()
        expect(page.locator("#order-timeline")).to_contain_text("Render done", timeout=SLOW)
    assert Command.objects.count() == 1
