"""Events page by page, newest first: each page begins at a number, so that the thousandth costs what the first does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from support.audit.selection import Selection
from support.models import AuditEvent

A_PAGE: Final = 50
AT_A_TIME: Final = 2_000

BEFORE: Final = """
    SELECT event.* FROM unnest(%s::varchar[]) AS one(order_id) CROSS JOIN LATERAL (
        SELECT * FROM support_auditevent AS each
        WHERE each.order_id = one.order_id AND each.order_id <> '' AND split_part(each.type, '.', 1) = ANY(%s)
        ORDER BY number DESC LIMIT %s
    ) AS event ORDER BY event.number DESC LIMIT %s
"""
"""The newest events of each order, by the index of orders alone."""

ABOUT_ORDERS: Final = ["command", "note", "request"]
"""What colleagues do about orders that every colleague may know of; neither searches nor reveals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``older`` and ``newer`` are the numbers that the pages beside it begin after, None where there is none."""

    events: Sequence[AuditEvent]
    older: int | None
    newer: int | None


def page(selection: Selection, *, before: int | None = None, after: int | None = None) -> Page:
    """The newest events, those older than ``before``, or those right after ``after``."""
    found = selection.events()
    if after is not None:
        events = list(found.filter(number__gt=after).order_by("number")[: A_PAGE + 1])
        more, events = len(events) > A_PAGE, events[A_PAGE - 1 :: -1] if len(events) > A_PAGE else events[::-1]
        return Page(
            events=events, older=events[-1].number if events else None, newer=events[0].number if more else None
        )
    if before is not None:
        found = found.filter(number__lt=before)
    events = list(found.order_by("-number")[: A_PAGE + 1])
    more, events = len(events) > A_PAGE, events[:A_PAGE]
    newer = events[0].number if events and before is not None else None
    return Page(events=events, older=events[-1].number if more else None, newer=newer)


def each(selection: Selection, *, up_to: int, most: int) -> Iterator[AuditEvent]:
    """The newest events up to a number, newest first, in parts."""
    found, below, left = selection.events().order_by("-number"), up_to + 1, most
    while left > 0:
        part = list(found.filter(number__lt=below)[: min(left, AT_A_TIME)])
        yield from part
        if not part:
            return
        below, left = part[-1].number, left - len(part)


def counted(selection: Selection, *, up_to: int, most: int) -> int:
    """How many there are up to a number; ``most`` at most."""
    return selection.events().filter(number__lte=up_to).order_by("-number")[:most].count()


def acts_before(order_ids: Sequence[str], most: int) -> list[AuditEvent]:
    """The newest acts on any of these orders, newest first, without the words of their reasons."""
    return list(AuditEvent.objects.raw(BEFORE, [list(order_ids), ABOUT_ORDERS, most, most]))
