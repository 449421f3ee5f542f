"""What a list shows, as a file. That it was taken is in the audit before its first byte is sent."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from dashboard.permissions import Permission
from orders.deadlines import LONG_AGO
from orders.queues import QueueRow
from support.audit.export import BOM, Line, defused
from support.audit.record import Detail, Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.people import called
from support.commands.refusals import Invalid, NotAllowed
from support.queues.asked import Asked
from support.queues.matching import survey
from support.queues.names import QUEUES
from support.queues.snapshot import Snapshot
from support.queues.why import why
from support.queues.work import AllWork, of, work_of
from support.templatetags.money import digits_of

EXPORTED = EventType("queue.exported", "took rows of queue {target} as CSV: {count}")
NOTHING: Final = "No row matches, so there is nothing to take."
COLUMNS: Final = (
    "order_number", "order_id", "line_id", "about", "due_at", "since", "overdue_hours", "code", "why", "next",
    "printer", "product", "template", "country", "value", "currency", "promise", "owner",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """``rows`` of a queue as they were at ``at``; ``cut`` where more matched."""

    queue: str
    at: datetime
    filters: dict[str, str]
    rows: Sequence[QueueRow]
    matched: int
    work: AllWork

    @property
    def cut(self) -> bool:
        """Whether more rows matched than are taken."""
        return self.matched > len(self.rows)


def take(asker: Asker, snapshot: Snapshot, asked: Asked, now: datetime) -> Export:
    """Choose the rows and write down that they are taken. Raises Invalid, NotAllowed."""
    if not asker.may(Permission.EXPORT_QUEUE):
        raise NotAllowed(Permission.EXPORT_QUEUE)
    work = work_of(snapshot.queue, now)
    rows = asked.sorted(survey(snapshot, asked.wanted, asker.person, now, work).rows)
    if not rows:
        raise Invalid(export=NOTHING)
    export = Export(
        queue=snapshot.queue,
        at=snapshot.at,
        filters=asked.given(),
        rows=rows[: settings.QUEUE_EXPORT_MOST],
        matched=len(rows),
        work=work,
    )
    # What rows are narrowed by is said by rows: nothing personal can be among it.
    details: dict[str, Detail] = {"count": len(export.rows), "matched": export.matched, **export.filters}
    with transaction.atomic():
        record(asker.actor, EXPORTED, Target("queue", snapshot.queue), details=details)
    return export


def as_csv(export: Export) -> Iterator[str]:
    """Lines that begin with # say what it is, then one line a row, then one that says that this is the end."""
    write = csv.writer(Line(), quoting=csv.QUOTE_ALL).writerow
    yield BOM
    for line in _about(export):
        yield write([f"# {line}"])
    yield write(COLUMNS)
    names = _names(export)
    for row in export.rows:
        yield write([defused(value) for value in _values(row, export, names)])
    yield write([f"# end of {len(export.rows)} rows"])


def _about(export: Export) -> Iterable[str]:
    yield f"what: queue of Printdesk: {QUEUES[export.queue].words}"
    yield f"as of: {_time(export.at)}"
    yield f"filters: {', '.join(f'{name}={value}' for name, value in export.filters.items()) or 'none'}"
    if export.cut:
        yield f"cut: {export.matched} rows matched, these are the first {len(export.rows)}"


def _values(row: QueueRow, export: Export, names: dict[int, str]) -> Iterator[object]:
    said, known = why(row), row.due_at > LONG_AGO
    owner = of(row, export.work).owner
    yield from (row.number, row.order_id, row.line_id, row.sub)
    yield from (_time(row.due_at) if known else "", _time(row.since))
    yield f"{(export.at - row.due_at).total_seconds() / 3600:.1f}" if known else ""
    yield from (row.code, said.why, said.next, row.printer, row.product, row.template, row.country)
    yield from (Decimal(row.value).scaleb(-digits_of(row.currency)), row.currency, _time(row.promise))
    yield names.get(owner, "") if owner else ""


def _names(export: Export) -> dict[int, str]:
    owners = {owner for row in export.rows if (owner := of(row, export.work).owner)}
    return {person.pk: called(person) for person in User.objects.filter(pk__in=owners)}


def _time(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
