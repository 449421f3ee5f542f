"""The queues in a handover: what came in, what is left, what was put off, and who has taken what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse

from dashboard.templatetags.times import moment, span, zone
from orders.queues import QueueRow
from support.handover.period import Period
from support.handover.report import Line, Section
from support.queues.matching import Wanted, matching
from support.queues.models import WorkItem
from support.queues.names import QUEUES, QueueName
from support.queues.row_id import RowKey, key_of
from support.queues.snapshot import snapshot
from support.queues.tallies import Tally, tallies, tally_of
from support.queues.work import Standing, of, work_of
from support.templatetags.money import money

MOST_PUT_OFF: Final = 50


def came_in(period: Period) -> Section:
    """What became work in the period and is there still, whoever has seen to it or put it off."""
    lines = [line for name in QUEUES.values() if (line := _came(name, period))]
    return Section(
        name="came", title="What came in, and is still there", nothing="Nothing that is still there.", lines=lines
    )


def left(now: datetime) -> Section:
    """What each queue's list shows."""
    figures = tallies()
    lines = [_left(QUEUES[queue], tally, now) for queue, tally in figures.items() if tally.count]
    return Section(name="left", title="What is left", nothing="Every queue is empty.", lines=lines)


def put_off(now: datetime) -> Section:
    """Rows that are put off, those that come back first first."""
    items = WorkItem.objects.filter(snoozed_until__gt=now).order_by("snoozed_until", "pk")
    kept = {(item.queue, RowKey(item.order_id, item.sub)): item for item in items}
    rows = _rows({queue for queue, _ in kept}, Standing.SNOOZED, now)
    found = [(item, rows[key]) for key, item in kept.items() if key in rows]
    return Section(
        name="put-off",
        title="Put off, and why",
        nothing="Nothing.",
        lines=[_put_off(item, row) for item, row in found[:MOST_PUT_OFF]],
        more=max(0, len(found) - MOST_PUT_OFF),
    )


def taken(now: datetime) -> Section:
    """Rows that somebody has taken, by who and queue."""
    queues = set(WorkItem.objects.filter(owner__isnull=False).values_list("queue", flat=True))
    lines = [
        Line(what=QUEUES[queue].words, number=number, who=f"staff:{owner}", address=reverse("queue", args=[queue]))
        for queue in QUEUES
        if queue in queues
        for owner, number in _owners(queue, now)
    ]
    return Section(name="taken", title="Taken by somebody", nothing="Nothing.", lines=lines)


def _came(name: QueueName, period: Period) -> Line | None:
    rows = [row for row in snapshot(name.id).rows if period.holds(row.due_at)]
    if not rows:
        return None
    tally, orders = tally_of(rows, more=False), len({row.order_id for row in rows})
    about = [f"{orders:,} order{'' if orders == 1 else 's'}", *_worth(tally)]
    return Line(what=name.words, number=len(rows), beside=", ".join(about))


def _left(name: QueueName, tally: Tally, now: datetime) -> Line:
    oldest = [f"oldest {span(now - tally.oldest)}"] if tally.oldest else []
    more = ["and more"] if tally.more else []
    about = ", ".join([*more, *oldest, *_worth(tally)])
    return Line(what=name.words, number=tally.count, beside=about, address=reverse("queue", args=[name.id]))


def _put_off(item: WorkItem, row: QueueRow) -> Line:
    until = item.snoozed_until
    back = f", until {moment(until)} {zone(until)}" if until else ""
    return Line(
        what=row.number or row.order_id,
        beside=f"{QUEUES[item.queue].words}{back}",
        address=reverse("order", args=[row.order_id]),
        who=f"staff:{item.changed_by_id}" if item.changed_by_id else "",
        event=item.event_id,
    )


def _rows(queues: Iterable[str], standing: Standing, now: datetime) -> Mapping[tuple[str, RowKey], QueueRow]:
    wanted = Wanted(standing=standing)
    return {
        (queue, key_of(row)): row
        for queue in QUEUES
        if queue in queues
        for row in matching(snapshot(queue), wanted, None, now)
    }


def _owners(queue: str, now: datetime) -> Iterator[tuple[int, int]]:
    """Who has taken how many open rows, most first."""
    work = work_of(queue, now)
    rows = matching(snapshot(queue), Wanted(), None, now, work)
    owners = Counter(owner for row in rows if (owner := of(row, work).owner) is not None)
    yield from owners.most_common()


def _worth(tally: Tally) -> list[str]:
    return [money(amount, currency) for currency, amount in tally.value.items()]
