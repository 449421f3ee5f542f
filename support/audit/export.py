"""The audit as a file: the events that were selected, with what they can be checked against. Taking it is an event."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from support import masking
from support.audit.actors import names
from support.audit.chain import BEGINNING, Anchor, newest
from support.audit.listing import counted, each
from support.audit.record import Actor, Target, record
from support.audit.selection import Selection
from support.audit.types import EXPORTED, sentence
from support.models import AuditEvent, AuditReason

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What spreadsheets may take for the beginning of a formula."""

ERASED: Final = "erased"
BOM: Final = "\ufeff"
"""Spreadsheets read a file as UTF-8 only where it begins so."""

COLUMNS: Final = (
    "number", "at", "actor", "name", "role", "type", "sentence", "target_kind", "target_id", "order_id", "reason",
    "reason_digest", "reason_salt", "details", "previous", "hash",
)  # fmt: skip


class Nothing(Exception):
    """No event fits: there is nothing to take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is taken: ``count`` events up to ``head``, the chain's end at that time. ``cut`` where there were more."""

    selection: Selection
    by: Actor
    at: datetime
    head: Anchor
    count: int
    cut: bool

    @property
    def about(self) -> dict[str, Any]:
        """What the file says of itself."""
        return {
            "what": "The audit of Printdesk, newest first",
            "taken_at": self.at.isoformat(),
            "taken_by": f"{names([self.by.id])[self.by.id]} ({self.by.id})",
            "filters": self.selection.given(),
            "chain_head": str(self.head),
            "events": self.count,
            "cut": f"there are more: these are the newest {self.count}" if self.cut else "",
        }


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file."""

    name: str
    suffix: str
    content_type: str
    write: Callable[[Export], Iterable[str]]


@transaction.atomic
def take(actor: Actor, selection: Selection, form: Form) -> Export:
    """Write down that it is taken, and by what it was narrowed. Raises Nothing."""
    head = newest() or Anchor(0, BEGINNING)
    most = settings.AUDIT_EXPORT_MOST
    found = counted(selection, up_to=head.number, most=most + 1)
    if not found:
        raise Nothing
    export = Export(
        selection=selection, by=actor, at=timezone.now(), head=head, count=min(found, most), cut=found > most
    )
    details: dict[str, str | int | bool] = {"count": export.count, "format": form.name, "cut": export.cut}
    record(actor, EXPORTED, Target("audit", str(head)), details=details | selection.given())
    return export


def as_csv(export: Export) -> Iterator[str]:
    """Lines that begin with # say what it is, then one line an event, then one that says that this is the end."""
    write = csv.writer(Line(), quoting=csv.QUOTE_ALL).writerow
    about = export.about
    about["filters"] = ", ".join(f"{name}={value}" for name, value in about["filters"].items()) or "none"
    yield BOM
    for name, value in about.items():
        if value != "":
            yield write([f"# {name.replace('_', ' ')}: {value}"])
    yield write(COLUMNS)
    for row in _rows(export):
        row["details"] = json.dumps(row["details"], ensure_ascii=False, sort_keys=True)
        yield write([defused(row[name]) for name in COLUMNS])
    yield write([f"# end of {export.count} events"])


def as_lines(export: Export) -> Iterator[str]:
    """JSON objects: one that says what it is, one an event, one that says that this is the end."""
    yield _json({"export": export.about})
    yield from map(_json, _rows(export))
    yield _json({"end": export.count})


def defused(value: object) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def reason_of(event: AuditEvent) -> str:
    """The words of an event's reason without anybody's e-mail address, ERASED, or "" where none was given."""
    if not event.reason_digest:
        return ""
    try:
        return masking.scrub(event.reason.text, masking.NOTHING)
    except AuditReason.DoesNotExist:
        return ERASED


def salt_of(event: AuditEvent) -> str:
    """What the digest of the reason is made with beside its words; "" where those are not told whole: an e-mail address
    that is masked could be guessed by it.
    """
    kept: AuditReason | None = getattr(event, "reason", None)
    return kept.salt if kept is not None and reason_of(event) == kept.text else ""


def _rows(export: Export) -> Iterator[dict[str, Any]]:
    known: dict[str, str] = {}
    for event in each(export.selection, up_to=export.head.number, most=export.count):
        if event.actor not in known:
            known |= names([event.actor])
        yield _row(event, known[event.actor])


def _row(event: AuditEvent, name: str) -> dict[str, Any]:
    row = {column: getattr(event, column, "") for column in COLUMNS}
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = {"name": name, "sentence": sentence(event), "reason": reason_of(event), "reason_salt": salt_of(event)}
    return row | {"at": at} | told


class Line:
    """A file of which csv's writer gives back each line."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False) + "\n"


FORMS: Final[Mapping[str, Form]] = {
    "csv": Form("CSV", "csv", "text/csv; charset=utf-8", as_csv),
    "jsonl": Form("JSON lines", "jsonl", "application/x-ndjson; charset=utf-8", as_lines),
}
