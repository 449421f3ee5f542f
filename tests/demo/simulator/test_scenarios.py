"""Each scenario changes what it says, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo import trouble
from demo.simulator.folder import Folder
from demo.simulator.scenario import Scenarios
from demo.simulator.world import World
from demo.state import State
from tests.demo.simulator.company import after, all_rows, company


def play(hours: float, **on: str) -> World:
    world = company(8)
    after(world, 60)
    world.scenarios = Scenarios({name.replace("_", "-"): what for name, what in on.items()})
    after(world, hours)
    return world


def states(world: World, table: str, **about: str) -> list[str]:
    return [
        row["state"]
        for case in world.cases.values()
        for row in case.table(table).values()
        if about.items() <= row.items()
    ]


def test_a_stopped_printer_accepts_nothing_more() -> None:
    stopped = states(play(72, printer_stops="koeln-druck"), "print_jobs", printer_id="koeln-druck")
    assert stopped.count("submitted") > 2 * states(play(72), "print_jobs", printer_id="koeln-druck").count("submitted")


def test_a_broken_template_fails_each_of_its_renders() -> None:
    world = play(24, template_breaks="coast")
    broken = states(world, "renders", template_id="coast", template_version="12.1")
    assert broken
    assert set(broken) <= {"queued", "rendering", "failed"}


def test_a_storm_brings_many_times_the_orders() -> None:
    assert play(12, storm="").counts["order"] > 3 * play(12).counts["order"]


def test_a_new_renderer_fails_more_books() -> None:
    world = play(48, renderer_fails="")
    assert states(world, "renders", renderer_version="9.5.0").count("failed") >= 5


def test_all_of_it_ends_when_it_is_switched_off() -> None:
    world = play(24, template_breaks="coast")
    world.scenarios = Scenarios()
    after(world, 24)
    versions = [
        row["template_version"] for table, row in all_rows(world, 500) if table == "renders" and "pb" not in row
    ]
    assert "12.1" not in versions[-20:]


def test_the_command_line_switches_and_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = State(tmp_path)
    assert trouble.main(state, ["start", "carrier-late", "JP"]) == 0
    assert Folder(tmp_path / "simulator").scenarios().on == {"carrier-late": "JP"}
    assert "on  carrier-late JP" in capsys.readouterr().out
    assert trouble.main(state, ["start", "carrier-late", "Mars"]) == 2
    assert "One of: " in capsys.readouterr().out
    assert trouble.main(state, ["stop"]) == 0
    assert Folder(tmp_path / "simulator").scenarios().on == {}
