"""The seed decides everything, and a world that was saved goes on as if it had not been."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from demo import forty
from demo.packing import packed, unpacked
from demo.simulator import history, saved, steps
from demo.simulator.clock import Clock
from demo.simulator.company import RENDERS
from demo.simulator.pace import Pace
from orders.contract.model import OrderState, PrintJobState, PrintState, RenderState, ShipmentState
from tests.demo.simulator.company import all_rows, company

DAY = 86_400.0
NOW = steps.START + 28 * DAY
STATES = {
    "orders": OrderState,
    "prints": PrintState,
    "renders": RenderState,
    "print_jobs": PrintJobState,
    "shipments": ShipmentState,
}


def test_the_same_seed_gives_the_same_tables() -> None:
    assert steps.digest(5, 2_000) == steps.digest(5, 2_000)


def test_another_seed_gives_others() -> None:
    assert steps.digest(5, 300) != steps.digest(6, 300)


def test_a_saved_world_goes_on_where_it_was(tmp_path: Path) -> None:
    world = company()
    list(all_rows(world, 3_000))
    saved.save(world, tmp_path / "world.json")
    again = saved.load(tmp_path / "world.json")
    assert list(all_rows(again, 1_000)) == list(all_rows(world, 1_000))


def test_every_state_and_failure_of_the_contract_comes_up_in_the_demo() -> None:
    seen: dict[str, set[str]] = {table: set() for table in STATES}
    codes = set()
    for table, item in chain(all_rows(company(), 25_000), forty.rows()):
        row = unpacked(table, item)
        if table in seen:
            seen[table].add(row.get("state", "unknown"))
        codes.add(row.get("failure", {}).get("code"))
    missing = {
        table: sorted({state.value for state in STATES[table]} - {"unknown"} - found) for table, found in seen.items()
    }
    assert missing == {table: [] for table in STATES}
    assert codes >= set(RENDERS["codes"])


def test_history_ends_now_and_keeps_every_change_of_what_moved_lately() -> None:
    world, written = history.play(Pace(seed=3, days=6), NOW)
    assert world.now == NOW
    latest = {row.order_id for row in written if row.order_id in world.cases}
    assert latest == set(world.cases)
    renders = [row.key for row in written if row.table == "renders"]
    assert len(renders) > len(set(renders))


@pytest.mark.parametrize("speed", [1.0, 40.0, 1_000.0])
def test_a_clock_runs_at_its_speed_from_now_on(speed: float) -> None:
    clock = Clock.with_history(NOW, 28, speed)
    assert clock.company(NOW - DAY) == NOW - DAY
    assert clock.company(NOW + 10) == NOW + 10 * speed
    assert clock.ours(clock.company(NOW + 77)) == pytest.approx(NOW + 77)


def test_while_nobody_played_time_went_at_our_pace() -> None:
    clock = Clock.with_history(NOW, 28, 40.0)
    clock.slept(NOW + 10, NOW + 10 + DAY, 40.0)
    assert clock.company(NOW + 10 + DAY) == NOW + 400 + DAY
    assert clock.company(NOW + 20 + DAY) == NOW + 800 + DAY


def test_a_packed_row_says_the_same() -> None:
    for table, item in all_rows(company(2), 1_000):
        assert unpacked(table, packed(table, item)) == without_defaults(item)


def without_defaults(value: Any) -> Any:
    """As a message has it: what is nought, false or empty is not said."""
    if isinstance(value, dict):
        return {name: without_defaults(each) for name, each in value.items() if each not in (0, "", [])}
    return [without_defaults(each) for each in value] if isinstance(value, list) else value
