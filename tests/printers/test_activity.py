"""A row for each print job and render under the day it began: what it keeps, what it weighs, and that none is left
behind.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from orders.activity import LONGEST, TEXTS, TIMES, Activity, Did, activity_row, read_day
from orders.projections import keys
from orders.projections.derived import Kind, differences, uncalled
from orders.projections.digest import read_contents
from orders.streams.engine import Engine
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable, checked_size
from tests.printers.conftest import Plant
from tests.rebuild.conftest import _quick, engine
from tests.rebuild.rebuilding import beside, command, live
from tests.streams import backend

__all__ = ["_quick", "engine"]

DAY = backend.START.date()
USUAL = Activity(
    did=Did.JOB,
    id="j-48210773-1-1",
    order_id="o-48210773",
    line_id="1",
    state="quality_control",
    began=backend.START,
    printer="tokyo-photobook",
    product="photobook-hardcover-20x20",
    template="calendar-classic@31",
    renderer="9.4.1",
    code="items.assets.FailedToDownload",
    accepted=backend.START,
    ended=backend.START,
    updated=backend.START,
    value=15_960,
    currency="EUR",
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 the zone is added
    lambda moment: moment.replace(microsecond=0)
)
some = st.builds(
    Activity,
    did=st.sampled_from(Did),
    id=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=100),
    order_id=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=100),
    value=st.integers(0, 10**12),
    **dict.fromkeys(TEXTS, texts),
    **{name: moments if name == "began" else st.none() | moments for name in TIMES},
)


def stored(*rows: Activity) -> MemoryStore:
    """A table that holds these."""
    store = MemoryStore(MemoryTable())
    store.put_many([activity_row(row) for row in rows])
    return store


def states(plant: Plant, day: date, did: Did = Did.JOB) -> dict[str, str]:
    """The jobs of a day by their ids, with their states."""
    return {each.id: each.state for each in read_day(plant.store, day) if each.did is did}


def sent(plant: Plant, when: datetime | None, **more: Any) -> None:
    """The backend writes the job, sent or not yet."""
    spelled = when.isoformat() if when else None
    plant.job("j-1", submitted_at=spelled, accepted_at=None, **{"state": "submitted"} | more)


@given(some)
def test_what_is_written_is_read_again(activity: Activity) -> None:
    assert read_day(stored(activity), activity.began.date()) == [activity]


def test_two_of_one_id_in_two_orders_are_both_kept() -> None:
    assert len(read_day(stored(USUAL, replace(USUAL, order_id="o-2"), replace(USUAL, did=Did.RENDER)), DAY)) == 3


def test_what_is_too_long_is_cut_and_read() -> None:
    row = activity_row(replace(USUAL, code="é" * 1_000))
    assert row[TEXTS["code"]] == "é" * LONGEST
    assert read_day(stored(replace(USUAL, code="é" * 1_000)), DAY)[0].code == "é" * LONGEST


def test_a_row_weighs_at_most_300_bytes_however_far_the_job_is() -> None:
    heaviest = replace(USUAL, replaces="j-48210773-1-0")
    assert 200 < checked_size(activity_row(heaviest)) <= 300
    render = replace(USUAL, did=Did.RENDER, printer="", code="page_count_mismatch", accepted=None)
    assert checked_size(activity_row(render)) <= 300


def test_a_job_that_is_sent_a_day_after_it_was_made_moves_to_that_day(plant: Plant) -> None:
    made, later = backend.START, backend.START + timedelta(days=1)
    sent(plant, None, state="created", updated_at=made.isoformat())
    assert states(plant, DAY) == {"j-1": "created"}
    sent(plant, later)
    assert (states(plant, DAY), states(plant, later.date())) == ({}, {"j-1": "submitted"})


def test_midnight_is_that_of_utc(plant: Plant) -> None:
    plant.job("j-1", submitted_at="2026-11-20T23:59:59Z")
    plant.job("j-2", submitted_at="2026-11-21T00:00:00Z")
    assert (set(states(plant, DAY)), set(states(plant, DAY + timedelta(days=1)))) == ({"j-1"}, {"j-2"})


def test_a_job_that_names_no_time_is_nowhere(plant: Plant) -> None:
    sent(plant, None, updated_at=None)
    assert not [row for row in plant.store.scan() if row["pk"].startswith("B#")]


def test_each_change_is_told_by_the_same_row(plant: Plant) -> None:
    sent(plant, backend.START)
    sent(plant, backend.START, state="dispatched", dispatched_at=backend.at(60))
    [found] = read_day(plant.store, DAY)
    assert (found.state, found.ended) == ("dispatched", backend.START + timedelta(hours=1))


def test_of_an_order_that_is_gone_nothing_is_left(plant: Plant) -> None:
    sent(plant, backend.START)
    for table, key in (("print_jobs", "j-1"), ("orders", "o-j-1")):
        plant.forget(table, key)
    assert not [row for row in plant.store.scan() if row["pk"].startswith("B#")]


def test_a_row_says_what_is_known_around_the_job(plant: Plant) -> None:
    about = {"template_id": "coast", "template_version": "12", "renderer_version": "9.5.0", "queued_at": backend.at(1)}
    plant.put("renders", backend.render("r1", "o-j-1", **about))
    plant.job("j-1", "error", submitted_at=backend.at(5), render_id="r1", raw_status="Störung", reprint_of="j-0")
    found = {each.did: each for each in read_day(plant.store, DAY)}
    job = found[Did.JOB]
    assert (job.printer, job.product, job.template, job.renderer) == ("koeln", "photobook", "coast@12", "9.5.0")
    assert (job.code, job.replaces, job.value, job.currency) == ("Störung", "j-0", 4990, "EUR")
    assert found[Did.RENDER].template == "coast@12"


def test_the_audit_of_derived_rows_finds_what_is_wrong_with_one(plant: Plant) -> None:
    sent(plant, backend.START)
    [row] = [row for row in plant.store.scan() if row["pk"].startswith("B#")]
    key = row["pk"], row["sk"]
    assert differences(plant.store, ["O#o-j-1"]) == {}
    plant.store.put(row | {TEXTS["state"]: "dispatched"})
    assert differences(plant.store, ["O#o-j-1"]) == {"O#o-j-1": {key: Kind.OTHER}}
    plant.store.delete(key)
    assert differences(plant.store, ["O#o-j-1"]) == {"O#o-j-1": {key: Kind.MISSING}}
    stray = activity_row(replace(USUAL, order_id="o-j-1"))
    plant.store.put(stray)
    assert uncalled(plant.store, [stray]) == {"O#o-j-1": {(stray["pk"], stray["sk"])}}


def test_the_digest_counts_and_covers_them(plant: Plant) -> None:
    sent(plant, backend.START)
    contents = read_contents(plant.store)
    assert contents.counts()["activity"] == 1
    [key] = [key for key in contents.derived if key[0].startswith("B#")]
    before = contents.digest()
    contents.derived[key] = contents.derived[key] | {TEXTS["state"]: "error"}
    assert contents.digest() != before


def test_a_projection_built_anew_has_them_too(engine: Engine) -> None:
    command("start")
    found = read_day(beside(), DAY)
    assert {(each.did, each.id) for each in found} == {(Did.JOB, "j1"), (Did.RENDER, "r1")}
    assert found == read_day(live(), DAY)


def test_a_day_is_read_in_one_query_a_shard(plant: Plant) -> None:
    before = plant.store.wire.calls
    read_day(plant.store, DAY)
    assert plant.store.wire.calls - before == keys.ACTIVITY_SHARDS
