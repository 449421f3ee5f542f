"""Commands are answered by rows that carry their id, or refused with a cause."""

from __future__ import annotations

from typing import Any

import pytest

from demo.simulator import commands
from demo.simulator.company import COMMANDS
from demo.simulator.world import Case, World
from tests.demo.simulator.company import after, ask, company, first, has, until


@pytest.fixture(autouse=True)
def _reliable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "refused_at_random", 0.0)
    monkeypatch.setitem(COMMANDS, "commanded_fails", 0.0)


@pytest.fixture
def world() -> World:
    return company()


def failed(world: World) -> tuple[Case, dict[str, Any]]:
    case = until(world, has("renders", "failed"))
    return case, first(case, "renders", "failed")


def test_a_failed_render_is_rendered_again(world: World) -> None:
    case, render = failed(world)
    assert ask(world, "RENDER", case, line_id=render["line_id"], render_id=render["render_id"]) == ""
    after(world, 2)
    latest = case.of_line("renders", render["line_id"])[-1]
    assert (latest["command_id"], latest["state"]) == ("c-1", "ready")
    assert latest["preview_keys"] != render.get("preview_keys")


def test_a_second_render_of_a_line_is_refused_while_one_is_under_way(world: World) -> None:
    case, render = failed(world)
    ask(world, "RENDER", case, line_id=render["line_id"])
    after(world, 0.02)
    assert "is under way" in ask(world, "RENDER", case, line_id=render["line_id"])


def test_the_same_command_twice_makes_one_render(world: World) -> None:
    case, render = failed(world)
    command = {
        "command_id": "c-9",
        "kind": "COMMAND_KIND_RENDER",
        "order_id": case.order_id,
        "line_id": render["line_id"],
        "requested_by": "7",
    }
    for _ in range(2):
        commands.take(world, command, lambda _table, _key: None)
    after(world, 2)
    assert [r.get("command_id") for r in case.of_line("renders", render["line_id"])].count("c-9") == 1


def dispatched(world: World) -> tuple[Case, dict[str, Any]]:
    case = until(world, has("print_jobs", "dispatched"))
    job = first(case, "print_jobs", "dispatched")
    return case, {"line_id": job["line_id"], "print_job_id": job["print_job_id"], "render_id": job["render_id"]}


def test_a_reprint_is_a_new_job_at_the_same_printer(world: World) -> None:
    case, about = dispatched(world)
    old = case.table("print_jobs")[about["print_job_id"]]
    assert ask(world, "REPRINT", case, cause="damaged", **about) == ""
    after(world, 1)
    new = list(case.table("print_jobs").values())[-1]
    assert (new["reprint_of"], new["cause"], new["command_id"]) == (old["print_job_id"], "damaged", "c-1")
    assert new["printer_id"] == old["printer_id"]


def test_a_job_is_not_replaced_twice(world: World) -> None:
    case, about = dispatched(world)
    ask(world, "REPRINT", case, **about)
    after(world, 1)
    assert "already" in ask(world, "REPRINT", case, **about)


def test_a_printer_that_does_not_make_the_product_is_refused(world: World) -> None:
    case, about = dispatched(world)
    assert "does not make" in ask(world, "REROUTE", case, printer_id="nobody", **about)


def test_a_submitted_job_is_cancelled_and_a_dispatched_one_is_not(world: World) -> None:
    case = until(world, has("print_jobs", "submitted"))
    job = first(case, "print_jobs", "submitted")
    about = {"line_id": job["line_id"], "print_job_id": job["print_job_id"]}
    assert ask(world, "CANCEL_PRINT_JOB", case, **about) == ""
    assert case.table("print_jobs")[job["print_job_id"]]["state"] == "cancel_requested"
    after(world, 4)
    assert case.table("print_jobs")[job["print_job_id"]]["state"] in ("cancelled", "in_production", "cancel_refused")
    gone, about = dispatched(world)
    del about["render_id"]
    assert "dispatched" in ask(world, "CANCEL_PRINT_JOB", gone, **about)


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"kind": "COMMAND_KIND_DANCE"}, "malformed"),
        ({"requested_by": ""}, "malformed"),
        ({"order_id": "o-nowhere"}, "unknown order"),
        ({"line_id": "99"}, "no line 99"),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, changes: dict[str, str], cause: str) -> None:
    case, render = failed(world)
    command = {
        "command_id": "c-1",
        "kind": "COMMAND_KIND_RENDER",
        "order_id": case.order_id,
        "line_id": render["line_id"],
        "requested_by": "7",
    }
    with pytest.raises(commands.Refused, match=cause):
        commands.take(world, command | changes, lambda _table, _key: None)
