"""The moments that the journal tells: each recorded change, in the words of its state, promise, printer or hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from orders.answer.words import in_words, quote
from orders.story import JournalEntry

PROMISES = {
    "first_deliver_by": "The promise made at checkout",
    "deliver_by": "The promise",
    "dispatch_by": "The dispatch date",
}
SAYS = {"print_jobs": "{printer}", "shipments": "{carrier}", "renders": "The renderer"}
REASONS = ("failure", "hold_reason", "cancelled_by", "reason", "exception_reason", "raw_status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One thing that a journal entry tells. ``state`` is "" where it is no change of state; then ``own`` says it."""

    entry: JournalEntry
    what: str
    state: str = ""
    detail: str = ""
    own: str = ""

    @property
    def fact(self) -> tuple[str, str, str]:
        """What it tells, so that the rows' telling of the same can be merged with it."""
        return (self.entry.table, self.entry.key, self.state)


def heard(journal: Iterable[JournalEntry]) -> Iterator[Heard]:
    """Everything the journal tells, entry by entry."""
    for entry in journal:
        if entry.op == "deleted":
            yield Heard(entry=entry, what="deleted", own="Row deleted by the backend")
            continue
        told = list(_told(entry))
        yield from told or [Heard(entry=entry, what="changed", own=_changes(entry))]


def _told(entry: JournalEntry) -> Iterator[Heard]:
    state = entry.changed.get("state", ("", ""))[1]
    if state:
        yield Heard(entry=entry, what="state", state=state, detail=_reasons(entry))
    elif any(entry.changed.get(name, ("", ""))[1] for name in REASONS):
        yield Heard(entry=entry, what="reason", own=f"{SAYS.get(entry.table, 'The backend')} says: {_reasons(entry)}")
    for name, called in PROMISES.items():
        old, new = entry.changed.get(name, ("", ""))
        if old and new:
            yield Heard(entry=entry, what=name, own=f"{called} moved from {_day(old)} to {_day(new)}")
        elif old:
            yield Heard(entry=entry, what=name, own=f"{called} ({_day(old)}) was withdrawn")
    old, new = entry.changed.get("printer_id", ("", ""))
    if old and new:
        yield Heard(entry=entry, what="printer_id", own="Moved to another printer: {printer}")


def _reasons(entry: JournalEntry) -> str:
    said = [quote(entry.changed[name][1]) for name in REASONS if name in entry.changed]
    return ", ".join(dict.fromkeys(words for words in said if words))


def _changes(entry: JournalEntry) -> str:
    """Changes that have no words of their own, in the backend's."""
    changes = [
        f"{in_words(name)} from {quote(old) or 'nothing'} to {quote(new) or 'nothing'}"
        for name, (old, new) in sorted(entry.changed.items())
    ]
    return f"Changed: {'; '.join(changes)}" if changes else "Changed"


def _day(text: str) -> str:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return quote(text) or "an unknown day"
    return f"{time.day} {time:%b %Y}"
