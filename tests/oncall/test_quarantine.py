"""What was set aside: pages of it, applying it again, striking it off."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from orders.contract import decode
from orders.projections.aggregate import load
from orders.projections.apply import Applier
from orders.projections.quarantine import (
    PARTITIONS,
    Fate,
    Gone,
    Incomplete,
    Kept,
    Quarantined,
    discard,
    every,
    kept,
    listing,
    place_of,
    replay,
    survey,
)
from orders.read import load_story
from orders.store import Store, Write
from tests.streams import backend
from tests.streams.backend import record

BAD = {"total": "much"}


def set_aside(applier: Applier, *order_ids: str, table: str = "orders") -> list[Quarantined]:
    """Malformed rows, set aside."""
    make = {"orders": backend.order, "users": backend.user}[table]
    bad = BAD if table == "orders" else {"name": {"no": "text"}}
    applier.apply([record(table, make(order_id, **bad), n) for n, order_id in enumerate(order_ids, start=1)])
    return list(every(applier.store))


def one(applier: Applier) -> Kept:
    """The only record that is set aside."""
    (entry,) = every(applier.store)
    found = kept(applier.store, entry.id)
    assert found is not None
    return found


def taught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code of a later day, which takes what today's does not."""
    monkeypatch.setattr(decode, "_whole", lambda value, _where: value if isinstance(value, int) else 0)
    decode._converters.cache_clear()
    monkeypatch.setattr(decode, "_converters", decode._converters.__wrapped__)


def test_pages_follow_each_other_and_miss_nothing(applier: Applier) -> None:
    names = [f"o{n}" for n in range(23)]
    set_aside(applier, *names)
    found: list[str] = []
    page = listing(applier.store, limit=5)
    found += [entry.key for entry in page.entries]
    while page.after:
        page = listing(applier.store, after=page.after, limit=5)
        assert 0 < len(page.entries) <= 5
        found += [entry.key for entry in page.entries]
    assert sorted(found) == sorted(names)


def test_a_page_of_one_table(applier: Applier) -> None:
    set_aside(applier, "o1", "o2")
    set_aside(applier, "u1", table="users")
    assert [entry.key for entry in listing(applier.store, table="users").entries] == ["u1"]


def test_a_survey_counts_and_knows_the_oldest(applier: Applier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orders.projections.quarantine.MOST_COUNTED", 1)
    entries = set_aside(applier, *(f"o{n}" for n in range(12)))
    found = survey(applier.store)
    assert found.more
    assert 0 < found.number <= len(PARTITIONS)
    assert found.oldest[0].heard == min(entry.heard for entry in found.oldest)
    assert len(entries) == 12


def test_replay_takes_what_the_code_of_today_can_read(applier: Applier, monkeypatch: pytest.MonkeyPatch) -> None:
    set_aside(applier, "o1")
    with monkeypatch.context() as later:
        taught(later)
        assert replay(applier, one(applier)) is Fate.APPLIED
        story = load_story("o1", applier.store)
        assert story is not None
        assert story.snapshot.order is not None
        assert story.snapshot.order.total == 0
        assert story.quarantined == ()
    assert list(every(applier.store)) == []


def test_replay_of_what_is_still_malformed_keeps_it(applier: Applier) -> None:
    set_aside(applier, "o1")
    assert replay(applier, one(applier)) is Fate.QUARANTINED
    assert one(applier).entry.reason == "orders.total: expected a whole number, found str"


def test_replay_never_overtakes_what_is_newer(applier: Applier, monkeypatch: pytest.MonkeyPatch) -> None:
    set_aside(applier, "o1")
    stale = one(applier)
    applier.apply([record("orders", backend.order(total=1), 2)])
    taught(monkeypatch)
    assert replay(applier, stale) is Fate.FENCED
    story = load_story("o1", applier.store)
    assert story is not None
    assert story.snapshot.order is not None
    assert story.snapshot.order.total == 1


def test_replay_finds_the_order_of_a_row_that_had_none(applier: Applier, monkeypatch: pytest.MonkeyPatch) -> None:
    applier.apply([record("renders", backend.render(order_id=""), 1)])
    aside = one(applier)
    monkeypatch.setattr(
        "orders.projections.quarantine.payload.image_values", lambda image: {**image, "order_id": {"S": "o1"}}
    )
    mended = kept(applier.store, aside.entry.id)
    assert mended is not None
    assert replay(applier, mended) is Fate.APPLIED
    assert list(every(applier.store)) == []
    assert load_story("o1", applier.store) is not None


def test_a_row_set_aside_by_a_resync_can_be_replayed(applier: Applier, monkeypatch: pytest.MonkeyPatch) -> None:
    applier.apply([record("orders", backend.order(), 1)])
    bad = record("orders", backend.order(**BAD), 1)
    bad.seen = bad.fence
    applier.apply([bad])
    taught(monkeypatch)
    assert replay(applier, one(applier)) is Fate.APPLIED
    assert list(every(applier.store)) == []


def test_without_its_images_nothing_is_replayed(applier: Applier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orders.projections.plan.payload.PART_BYTES", 10)
    set_aside(applier, "o1")
    with pytest.raises(Incomplete):
        replay(applier, one(applier))


def test_discarding_strikes_off_and_leaves_the_order_as_it_is(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1)])
    bad = record("orders", backend.order(**BAD), 2)
    applier.apply([bad])
    discard([applier.store], one(applier))
    assert list(every(applier.store)) == []
    story = load_story("o1", applier.store)
    assert story is not None
    assert story.quarantined == ()
    assert story.snapshot.order is not None
    assert story.snapshot.order.total == 4990


def test_a_discarded_record_that_is_repeated_stays_discarded(applier: Applier) -> None:
    bad = record("orders", backend.order(**BAD), 2)
    applier.apply([bad])
    discard([applier.store], one(applier))
    assert applier.apply([bad]).tally == {("orders", "fenced"): 1}
    assert list(every(applier.store)) == []


def test_but_a_newer_one_is_listed(applier: Applier) -> None:
    set_aside(applier, "o1")
    discard([applier.store], one(applier))
    applier.apply([record("orders", backend.order(placed_at="soon"), 2)])
    assert one(applier).entry.reason == "orders.placed_at: no RFC 3339 time"


def test_discarding_what_was_replaced_meanwhile_is_refused(applier: Applier) -> None:
    set_aside(applier, "o1")
    stale = one(applier)
    applier.apply([record("orders", backend.order(placed_at="soon"), 2)])
    with pytest.raises(Gone):
        discard([applier.store], stale)
    assert len(list(every(applier.store))) == 1


def test_discarding_meets_another_writer_and_wins(applier: Applier, monkeypatch: pytest.MonkeyPatch) -> None:
    set_aside(applier, "o1")
    aside = one(applier)
    transact = Store.transact

    def late(self: Store, writes: Sequence[Write]) -> None:
        monkeypatch.setattr(Store, "transact", transact)
        applier.apply([record("renders", backend.render(), 3)])
        transact(self, writes)

    monkeypatch.setattr(Store, "transact", late)
    discard([applier.store], aside)
    assert list(every(applier.store)) == []
    assert len(load(applier.store, "O#o1").facets) == 1


def test_a_row_of_no_order_is_discarded(applier: Applier) -> None:
    applier.apply([record("renders", backend.render(order_id=""), 1)])
    discard([applier.store], one(applier))
    assert list(every(applier.store)) == []


@pytest.mark.parametrize("word", ["", "x", "§", "T1RIRVIKeA==", "aG9tZWxlc3MK", "=" * 9])
def test_ids_that_are_none(word: str) -> None:
    with pytest.raises(ValueError, match="no id"):
        place_of(word)


def test_reasons_never_quote_a_value(applier: Applier) -> None:
    secret = "Ines Berger, Bonn"
    rows: list[dict[str, object]] = [
        {"placed_at": secret},
        {"total": secret},
        {"lines": secret},
        {"ship_to": secret},
        {"paid_at": [secret]},
    ]
    applier.apply([record("orders", backend.order(f"o{n}", **row), n + 1) for n, row in enumerate(rows)])
    reasons = [entry.reason for entry in every(applier.store)]
    assert len(reasons) == len(rows)
    assert not any("Ines" in reason or "Bonn" in reason for reason in reasons)
