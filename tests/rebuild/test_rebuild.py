"""A projection is built anew beside the live one: tail first, resumable, audited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from django.core.management import CommandError

from orders.projections import keys, payload
from orders.projections.quarantine import discard, every, kept
from orders.projections.standing import State, Unfit, read_standing
from orders.read import load_story
from orders.streams.engine import Engine, control_store, fed_stores
from orders.streams.progress import Phase
from orders.streams.rebuild_status import rebuild_status
from orders.streams.status import wait
from tests.rebuild.rebuilding import beside, command, live, once_in, rebuild, same_content
from tests.streams import backend
from tests.streams.running import digest_of, pumping


def test_14_rebuilt_is_live_is_what_the_source_says(engine: Engine, pumped: Engine, tmp_path: Path) -> None:
    backend.put("renders", backend.render("r2", queued_at="no time"))
    backend.put("renders", backend.render("r3", order_id=""))
    assert "says what the source says" in command("start")
    assert same_content()
    command("switch")
    assert "printdesk_projection_2" in command("status")
    assert "agrees with the source" in digest_of(engine, "--against-source")
    assert list(tmp_path.iterdir()) == []


def test_changes_meanwhile_reach_both(pumped: Engine) -> None:
    def change() -> None:
        backend.put("orders", backend.order(state="shipped"))
        backend.put("orders", backend.order("o2", total=5))
        backend.delete("renders", "r1")

    for phase in (Phase.GATHER, Phase.ORDERS):
        rebuild(once_in(phase, change)).run()
        assert same_content()
        command("abandon")


@pytest.mark.parametrize("phase", [Phase.GATHER, Phase.ORDERS, Phase.AUDIT])
def test_a_killed_run_goes_on(pumped: Engine, phase: Phase) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(once_in(phase, die)).run()
    status = rebuild_status(control_store())
    assert status is not None
    assert status.state == State.FILLING
    phases: list[Phase] = []
    rebuild(lambda now, *_: phases.append(now)).run()
    assert same_content()
    assert (Phase.GATHER in phases) == (phase is not Phase.AUDIT)


def test_a_lost_spool_is_gathered_again(pumped: Engine, tmp_path: Path) -> None:
    def lose() -> None:
        for path in tmp_path.iterdir():
            path.unlink()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(once_in(Phase.PARENTS, lose)).run()
    rebuild(lambda *_: None).run()
    assert same_content()


def test_what_no_source_row_tells_is_taken_over(engine: Engine) -> None:
    backend.put("orders", backend.order(state="shipped"))
    backend.put("prints", backend.design(state="draft"))
    backend.delete("print_jobs", "j1")
    backend.put("renders", backend.render(attempt="none"))
    engine.pump().drain()
    before = load_story("o1")
    with_pump(engine, lambda: command("start"))
    command("switch")
    after = load_story("o1")
    assert before is not None
    assert after is not None
    assert after.journal == before.journal
    assert len(after.journal) > 5
    assert [raw.deleted for raw in after.raw].count(True) == 1
    assert after.snapshot == before.snapshot
    assert len(after.quarantined) == 1


def with_pump(engine: Engine, act: Callable[[], object]) -> None:
    with pumping(engine):
        act()


def test_the_tail_is_fed_before_anything_is_read(engine: Engine) -> None:
    """A run of a pump that began before knows nothing of the candidate: it is waited for."""
    fed: list[str] = []
    rebuild_it = rebuild(once_in(Phase.GATHER, lambda: fed.append(read_standing(control_store()).fed_since)))
    with_pump(engine, rebuild_it.run)
    assert fed[0] != ""


def test_a_candidate_that_breaks_never_stops_the_live_one(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_it() -> None:
        beside().client.delete_table(TableName=beside().table)

    monkeypatch.setattr("orders.projections.feeds.PAUSE_SECONDS", 0.01)
    with pytest.raises((Unfit, ClientError)):
        with_pump(engine, rebuild(once_in(Phase.GATHER, break_it)).run)
    backend.put("orders", backend.order(state="shipped"))
    engine.pump().drain()
    story = load_story("o1")
    assert story is not None
    assert story.snapshot.order is not None
    assert story.snapshot.order.raw_state == "shipped"
    standing = read_standing(control_store())
    assert standing.state is State.FAILED
    with pytest.raises(CommandError, match="failed"):
        command("start")
    command("abandon")
    assert read_standing(control_store()).beside == ""


def test_a_double_is_refused(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orders.streams.lead.EXPIRY_SECONDS", 0)
    refused: list[str] = []

    def double() -> None:
        try:
            rebuild(lambda *_: None).run()
        except Unfit as error:
            refused.append(str(error))

    with_pump(engine, rebuild(once_in(Phase.GATHER, double)).run)
    assert refused == ["another process is at a rebuild already"]


def test_nothing_is_switched_before_the_audit(pumped: Engine) -> None:
    with pytest.raises(CommandError, match="no audited candidate"):
        command("switch")
    with pytest.raises(CommandError, match="no former"):
        command("back")
    with pytest.raises(CommandError, match="nothing beside"):
        command("abandon")


def test_what_is_lost_during_the_audit_asks_for_another(pumped: Engine) -> None:
    """The resync it leads to is of the live projection alone."""

    def lose() -> None:
        pumped.chart.ask_for_resync("orders", backend.at(0), backend.at(1))

    with pytest.raises(Unfit, match="were lost during the audit"):
        rebuild(once_in(Phase.AUDIT, lose)).run()
    assert read_standing(control_store()).state is State.FILLING
    rebuild(lambda *_: None).run()
    assert read_standing(control_store()).state is State.AUDITED


def test_a_corrupted_candidate_is_mended_before_the_switch(pumped: Engine) -> None:
    def corrupt() -> None:
        store = beside()
        row = store.get(("O#o1", keys.facet_sk("orders", "o1")))
        assert row is not None
        store.put(row | {"payload": payload.pack(payload.unpack(row["payload"]) | {"total": {"N": "1"}})})

    rebuild(once_in(Phase.INHERIT, corrupt)).run()
    assert same_content()


def test_what_was_struck_off_stays_so(pumped: Engine) -> None:
    """Before a rebuild, during it, and after the switch."""
    for number in (2, 3):
        backend.put("renders", backend.render(f"r{number}", queued_at="no time"))
    wait(30)
    strike("r2")
    rebuild(once_in(Phase.INHERIT, lambda: strike("r3"))).run()
    assert list(every(beside())) == []
    assert same_content()


def strike(render_id: str) -> None:
    (found,) = [entry for entry in every(live()) if entry.key == render_id]
    record = kept(live(), found.id)
    assert record is not None
    discard(fed_stores(), record)
