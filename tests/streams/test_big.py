"""Rows and orders that are longer than one item or one transaction takes."""

from __future__ import annotations

from orders.projections import keys
from orders.projections.aggregate import load
from orders.projections.apply import Applier
from orders.projections.digest import derived_differences, read_contents
from orders.read import load_story
from tests.streams import backend
from tests.streams.backend import noise, record


def test_the_journal_tells_the_beginning_of_a_long_reason(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(hold_reason=noise(120_000)), 1)])
    applier.apply([record("orders", backend.order(hold_reason=noise(120_001)), 2)])
    story = load_story("o1", applier.store)
    assert story is not None
    assert [len(entry.changed["hold_reason"][1]) for entry in story.journal] == [500, 500]


def test_a_deadline_about_a_row_with_a_huge_id_has_a_key_that_fits(applier: Applier) -> None:
    lines = [{"line_id": "\x1f" * 200 + str(n) + "x" * 2_000, "print_id": "p1"} for n in range(20)]
    outcome = applier.apply([record("orders", backend.order(lines=lines), 1)])
    assert outcome.tally == {("orders", "applied"): 1}
    assert max(len(row["sk"]) for row in applier.store.scan()) <= keys.SORT_KEY_BYTES


def test_a_big_order_is_written_in_slices_and_reads_whole(applier: Applier) -> None:
    lines = [{"line_id": str(n), "print_id": f"p{n}", "product": "tile", "quantity": 1} for n in range(150)]
    scans = [{"at": backend.at(n), "description": "Im Paketzentrum " + "x" * 100} for n in range(2_000)]
    batch = [record("orders", backend.order(lines=lines), 1)]
    batch += [record("renders", backend.render(f"r{n}", line_id=str(n), print_id=f"p{n}"), n + 2) for n in range(60)]
    batch += [record("print_jobs", backend.job(f"j{n}", line_id=str(n)), n + 2) for n in range(150)]
    batch += [record("shipments", backend.parcel(scans=scans, print_job_ids=[f"j{n}" for n in range(150)]), 1)]
    outcome = applier.apply(batch)
    story = load_story("o1", applier.store)
    assert story is not None
    assert outcome.transactions > 5
    assert (len(story.snapshot.lines), len(story.snapshot.renders), len(story.snapshot.print_jobs)) == (150, 60, 150)
    assert len(story.snapshot.parcels[0].scans) == 2_000
    assert not story.incomplete


def test_a_row_too_long_for_one_item_is_spilled(applier: Applier) -> None:
    message = noise(200_000)
    applier.apply([record("renders", backend.render(failure={"code": "internal", "message": message}), 1)])
    aggregate = load(applier.store, "O#o1")
    assert aggregate.facets[keys.facet_sk("renders", "r1")].parts > 1
    story = load_story("o1", applier.store)
    assert story is not None
    assert story.snapshot.renders[0].failure is not None
    assert story.snapshot.renders[0].failure.message == message
    applier.apply([record("renders", backend.render(), 2)])
    assert [row["sk"] for row in applier.store.query_all("O#o1") if "\x1f" in row["sk"]] == []


def test_an_order_is_derived_with_a_print_too_long_for_one_item(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1)])
    applier.apply([record("prints", backend.design(title=noise(140_000), state="upload_stalled"), 1)])
    assert list(derived_differences(read_contents(applier.store))) == []
