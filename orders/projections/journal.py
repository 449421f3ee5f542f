"""The journal: what changed of a source row, told once, in the backend's own words.

A record leaves a journal entry where it changes a state, a promise, a hold, the printer or a raw status: what
a person asks about later, when the row itself has moved on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orders.changes import Change
from orders.contract.model import Record, Render
from orders.projections import keys, payload
from orders.store import Row

TRACKED = (
    "raw_state",
    "raw_status",
    "hold_reason",
    "reason",
    "exception_reason",
    "cancelled_by",
    "printer_id",
    "dispatch_by",
    "deliver_by",
    "first_deliver_by",
)
"""In the journal ``raw_state`` is called ``state``."""

HISTORY_LENGTH = 60
"""A print's history is one row that a page's batch read fetches; its oldest entries go first."""

LONGEST_TEXT = 500
"""An entry is one item, which holds 400 KB: it tells the beginning of a longer text."""

Changed = dict[str, tuple[str, str]]


def differences(old: Record | None, new: Record | None) -> Changed:
    """The tracked fields that differ: old and new value as text, "" where absent."""
    before, after = _tracked(old), _tracked(new)
    changed = {
        "state" if name == "raw_state" else name: (before.get(name, ""), after.get(name, ""))
        for name in before.keys() | after.keys()
        if before.get(name, "") != after.get(name, "")
    }
    return dict(sorted(changed.items()))


def entry(change: Change, changed: Changed, now: datetime) -> dict[str, Any]:
    """One entry as JSON: when it happened by the row's own clock, and when we heard of it."""
    happened = getattr(change.record(), "updated_at", None) or change.at
    return {
        "table": change.table.name,
        "key": change.key,
        "sequence": change.sequence,
        "op": "deleted" if change.new is None else "put",
        "at": happened.isoformat(),
        "heard": now.isoformat(),
        "changed": {name: (old[:LONGEST_TEXT], new[:LONGEST_TEXT]) for name, (old, new) in changed.items()},
    }


def journal_row(pk: str, change: Change, told: Mapping[str, Any]) -> Row:
    """The entry as a row of its own; the same record always has the same key."""
    return {
        "pk": pk,
        "sk": keys.journal_sk(change.table.name, change.key, change.fence),
        "payload": payload.pack(told),
    }


def history_row(pk: str, entries: list[dict[str, Any]]) -> Row:
    """The latest entries in one row."""
    return {"pk": pk, "sk": keys.HISTORY, "payload": payload.pack(entries)}


def _tracked(record: Record | None) -> dict[str, str]:
    if record is None:
        return {}
    values = {name: _text(getattr(record, name, None)) for name in TRACKED}
    if isinstance(record, Render) and record.failure is not None:
        values["failure"] = record.failure.code
    return {name: text for name, text in values.items() if text}


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if value else ""
