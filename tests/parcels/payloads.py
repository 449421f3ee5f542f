"""The carriers' payloads of the shared data as scans of our model, read in place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "tracking"
READINGS = sorted(FOLDER.glob("*.expected.json"))


def vocabulary() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Raw codes by carrier, kind and state."""
    told = json.loads((FOLDER / "status_vocabulary.json").read_text("utf-8"))
    return {
        carrier: {kind: codes for kind, codes in about.items() if isinstance(codes, dict)}
        for carrier, about in told.items()
    }


def parcels_of(path: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    """The parcels of a reading: carriers' names and scans as the backend would write them, in the payload's order."""
    return list(_parcels(json.loads(path.read_text("utf-8"))))


def _parcels(found: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for each in found if isinstance(found, list) else []:
        if isinstance(each, dict) and each.get("events"):
            yield str(each.get("carrier_name") or ""), [_scan(event) for event in each["events"]]
        elif isinstance(each, list):
            yield from _parcels(each)


def _scan(event: dict[str, Any]) -> dict[str, Any]:
    told = {name: str(event[name]) for name in ("code", "description", "location") if event.get(name)}
    at = _time(event)
    return told | ({"at": at.isoformat()} if at else {})


def _time(event: dict[str, Any]) -> datetime | None:
    """The instant, or the day where that is all there is."""
    text = event.get("timestamp") or event.get("date")
    if not text:
        return None
    at = datetime.fromisoformat(str(text))
    return at if at.tzinfo else at.replace(tzinfo=UTC)
