"""Scans in a sensible order with nothing dropped: made up, at random, and those of real carriers."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from orders.contract.model import Scan
from orders.tracking.scans import newest_first, told
from orders.tracking.words import in_words, meaning_of, plain, words
from support.shown.parcel import parcel_page
from tests.commands.conftest import ORDER, Desk
from tests.parcels.conftest import ship, story
from tests.parcels.payloads import FOLDER, READINGS, parcels_of, vocabulary

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SCANS = st.lists(
    st.builds(
        Scan,
        at=st.none() | st.integers(0, 5).map(lambda hours: NOON + timedelta(hours=hours)),
        code=st.sampled_from(["A", "B", ""]),
        location=st.sampled_from(["", "Bonn"]),
    ),
    max_size=30,
)
beside = pytest.mark.skipif(not FOLDER.is_dir(), reason="the carriers' payloads are not beside this checkout")


def at(hours: int, code: str) -> Scan:
    """A scan so long after noon."""
    return Scan(at=NOON + timedelta(hours=hours), code=code)


@given(SCANS)
def test_nothing_is_dropped_and_times_fall(scans: list[Scan]) -> None:
    assert Counter({each.scan: each.times for each in told(scans)}) == Counter(scans)
    times = [scan.at for scan in newest_first(scans)]
    timed = [time for time in times if time is not None]
    assert timed == sorted(timed, reverse=True)
    assert times == timed + [None] * (len(times) - len(timed))


@pytest.mark.parametrize("given", [["d", "c", "b", "a"], ["a", "b", "c", "d"]])
def test_of_one_instant_the_carriers_order_counts_whichever_way_it_runs(given: list[str]) -> None:
    hours = {"a": 0, "b": 1, "c": 1, "d": 2}
    assert [scan.code for scan in newest_first([at(hours[code], code) for code in given])] == ["d", "c", "b", "a"]


def test_what_was_told_twice_is_shown_once_with_how_often() -> None:
    assert [(each.scan.code, each.times) for each in told([at(1, "x"), at(0, "y"), at(1, "x")])] == [("x", 2), ("y", 1)]


def test_midnight_sharp_may_be_a_day_alone() -> None:
    day, minute = told([Scan(at=datetime(2026, 11, 2, tzinfo=UTC)), Scan(at=datetime(2026, 11, 1, 0, 1, tzinfo=UTC))])
    assert (day.only_a_day, minute.only_a_day) == (True, False)


@beside
@pytest.mark.parametrize("path", READINGS or [FOLDER], ids=lambda path: path.name[:2])
def test_every_scan_of_a_real_payload_is_shown_in_order(desk: Desk, db: None, path: Path) -> None:
    for number, (carrier, scans) in enumerate(parcels_of(path)):
        parcel_id = f"s-{number}"
        ship(desk, parcel_id, carrier=carrier, scans=scans)
        page = parcel_page(story(), parcel_id, revealed=True, every=True)
        assert page is not None
        assert page.whole == sum(each.times for each in page.scans) == len(scans)
        shown = Counter({(e.code, e.description, e.location, e.at): 0 for e in page.scans})
        for each in page.scans:
            shown[each.code, each.description, each.location, each.at] += each.times
        assert shown == Counter(
            (s.get("code", ""), s.get("description", ""), s.get("location", ""), when(s)) for s in scans
        )
        assert all(before.at >= after.at for before, after in pairwise(page.scans) if before.at and after.at)


@beside
def test_the_readings_are_all_there() -> None:
    assert (len(READINGS), sum(1 for path in READINGS if parcels_of(path)) >= 20) == (24, True)


@beside
def test_real_scans_are_on_the_page(desk: Desk, reader: Client) -> None:
    path = next(path for path in READINGS if "duplicate" in path.name)
    ((carrier, scans), *_) = parcels_of(path)
    ship(desk, "s-0", carrier=carrier, scans=scans)
    text = reader.get(f"/orders/{ORDER}/parcels/s-0/").content.decode()
    assert f"{len(scans)} scans" in text
    assert all(scan["description"].split("'")[0] in text for scan in scans if "&" not in scan["description"])


def when(scan: dict[str, Any]) -> datetime | None:
    """The instant that the backend would write."""
    return datetime.fromisoformat(scan["at"]) if "at" in scan else None


# ---- words ----------------------------------------------------------------------------------------------


def test_every_meaning_has_words_and_every_code_is_spelled_as_it_is_compared() -> None:
    known = words()
    assert {meaning for codes in known.meanings.values() for meaning in codes.values()} <= known.words.keys()
    assert [code for codes in known.meanings.values() for code in codes if code != plain(code)] == []


@pytest.mark.parametrize("code", ["OUT_FOR_DELIVERY", "out-for-delivery", " Out  for delivery "])
def test_a_code_is_told_in_plain_words_however_it_is_spelled(code: str) -> None:
    assert in_words("anybody", code) == "Out for delivery"


def test_a_carriers_own_short_code_is_its_alone() -> None:
    assert in_words("FedEx", "DL") == "Delivered"
    assert in_words("anybody", "DL") == ""


@pytest.mark.parametrize("code", ["", "ZZ99", "\x00", "delivered?", "<b>", "not delivered to anybody"])
def test_what_nobody_has_said_stays_raw(code: str) -> None:
    assert in_words("anybody", code) == ""


ALIKE = {
    "announced": {"pending", "unknown"},
    "picked_up": {"picked_up", "in_transit", "pending"},
    "in_transit": {"in_transit", "picked_up"},
    "out_for_delivery": {"out_for_delivery", "in_transit"},
    "ready_for_pickup": {"ready_for_pickup"},
    "delivered": {"delivered"},
}
OPINIONS = {("boxknight", "CREATED"), ("easypost", "pre_transit"), ("locate2u", "Pending"), ("zoom2u", "Accepted")}
"""Where the vocabulary's own reading is another than what the word says."""


@beside
def test_our_words_agree_with_the_vocabulary_where_they_are_plain() -> None:
    wrong = [
        (carrier, code, state, meaning)
        for carrier, kinds in vocabulary().items()
        for state, codes in kinds.get("TrackingStatus", {}).items()
        for code in codes
        if (meaning := meaning_of(carrier, str(code))) in ALIKE and state not in ALIKE[meaning]
        if sum(code in others for others in kinds["TrackingStatus"].values()) == 1
        if (carrier, code) not in OPINIONS
    ]
    assert wrong == []
