"""Real carriers' events as scans: told in the order of their times, every one of them, in the carrier's own words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orders.answer import timeline
from orders.answer.words import quote
from orders.contract.model import Scan, Shipment, ShipmentState
from orders.snapshot import OrderSnapshot
from orders.story import OrderStory

FOLDER = Path(__file__).parents[3] / "shared/data/tracking"
READINGS = sorted(FOLDER.glob("*.expected.json"))

pytestmark = pytest.mark.skipif(not READINGS, reason="the carriers' payloads are not on this machine")


@pytest.mark.parametrize("path", READINGS or [FOLDER], ids=lambda path: path.name.split("_tracking")[0])
def test_every_event_is_told_once_and_in_order(path: Path) -> None:
    scans = tuple(_scans(json.loads(path.read_text(encoding="utf-8"))))
    parcel = Shipment(shipment_id="s1", state=ShipmentState.UNKNOWN, scans=scans)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    story = OrderStory(
        snapshot=OrderSnapshot(order_id="o-1", parcels=(parcel,)),
        version=1,
        as_of=now,
        customer=None,
        printers={},
        journal=(),
        raw=(),
    )
    events = timeline(story)
    assert len(events) == len([scan for scan in scans if scan.at])
    assert [event.at for event in events] == sorted((scan.at for scan in scans if scan.at), reverse=True)
    told = sorted(event.text.casefold() for event in events)
    assert told == sorted((quote(scan.description) or quote(scan.code)).casefold() for scan in scans if scan.at)


def test_the_payloads_hold_events() -> None:
    found = [len(list(_scans(json.loads(path.read_text(encoding="utf-8"))))) for path in READINGS]
    assert sum(1 for count in found if count) >= 20


def _scans(found: Any) -> Iterator[Scan]:
    if isinstance(found, list):
        for each in found:
            yield from _scans(each)
    elif isinstance(found, dict):
        for event in found.get("events") or []:
            yield Scan(
                at=_time(event.get("timestamp") or event.get("date")),
                code=str(event.get("code") or ""),
                description=event.get("description") or "",
                location=event.get("location") or "",
            )


def _time(text: str | None) -> datetime | None:
    time = datetime.fromisoformat(text) if text else None
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time
