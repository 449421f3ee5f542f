"""Rows of a queue as people read them: why each is here, for how long, what comes next, and whose it is."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.urls import NoReverseMatch, reverse

from orders.answer.model import Tone
from orders.deadlines import LONG_AGO
from orders.queues import QueueRow
from support.audit.export import reason_of
from support.commands.people import called
from support.queues.filters import WITHIN
from support.queues.models import WorkItem
from support.queues.names import COMMANDS
from support.queues.row_id import RowKey, key_of, row_id
from support.queues.why import Why, why
from support.queues.work import AllWork, Standing, of
from support.shown.hits import anchor

SEEN_IN: Final = {COMMANDS: "command"}
"""Where a row's own subject stands on its order's page; elsewhere it is its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Why a row is put off or done with, and by whom."""

    by: str
    at: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One row. ``overdue`` is None where no row says since when; ``promise`` is how near the promise is, in a word and
    its tone. ``owner`` is "" where it is nobody's.
    """

    row: QueueRow
    id: str
    anchor: str
    address: str
    said: Why
    overdue: timedelta | None
    promise: tuple[Tone, str] | None
    owner: str
    mine: bool
    put: Put | None
    chosen: bool

    @property
    def order(self) -> str:
        """The order as people call it."""
        return self.row.number or self.row.order_id


def shown_rows(
    rows: Sequence[QueueRow], work: AllWork, person: User | None, now: datetime, chosen: Collection[str] = ()
) -> list[ShownRow]:
    """Rows of one queue with the names of their owners: at most two queries."""
    names = _names(owner for row in rows if (owner := of(row, work).owner))
    puts = _puts([row for row in rows if of(row, work).standing(row, now) is not Standing.OPEN])
    return [_shown(row, work, names, puts, person, now, chosen) for row in rows]


def _shown(
    row: QueueRow,
    work: AllWork,
    names: dict[int, str],
    puts: dict[RowKey, Put],
    person: User | None,
    now: datetime,
    chosen: Collection[str],
) -> ShownRow:
    owner, name = of(row, work).owner, row_id(row)
    return ShownRow(
        row=row,
        id=name,
        anchor=f"row-{hashlib.sha256(f'{row.queue} {name}'.encode()).hexdigest()[:12]}",
        address=_address(row),
        said=why(row),
        overdue=now - row.due_at if row.due_at > LONG_AGO else None,
        promise=_promise(row, now),
        owner=names.get(owner, "somebody who has left") if owner else "",
        mine=bool(person and owner == person.pk),
        put=puts.get(key_of(row)),
        chosen=name in chosen,
    )


def _address(row: QueueRow) -> str:
    """Its place on its order's page; "" where its id is none that an address can hold."""
    subject = row.sub if row.queue in SEEN_IN else row.line_id
    place = f"#{anchor(SEEN_IN.get(row.queue, 'line'), subject)}" if subject else ""
    try:
        return f"{reverse('order', args=[row.order_id])}{place}"
    except NoReverseMatch:
        return ""


def _promise(row: QueueRow, now: datetime) -> tuple[Tone, str] | None:
    if row.promise is None:
        return None
    if row.promise < now:
        return Tone.FAIL, "late"
    return (Tone.WARN, "soon") if row.promise < now + WITHIN else (Tone.IDLE, "")


def _names(owners: Iterable[int]) -> dict[int, str]:
    return {person.pk: called(person) for person in User.objects.filter(pk__in=set(owners))}


def _puts(rows: Sequence[QueueRow]) -> dict[RowKey, Put]:
    if not rows:
        return {}
    items = WorkItem.objects.select_related("event__reason", "changed_by").filter(
        queue=rows[0].queue, order_id__in={row.order_id for row in rows}
    )
    return {RowKey(item.order_id, item.sub): _put(item) for item in items}


def _put(item: WorkItem) -> Put:
    by = called(item.changed_by) if item.changed_by else "somebody who has left"
    return Put(by=by, at=item.changed_at, until=item.snoozed_until, reason=reason_of(item.event))
