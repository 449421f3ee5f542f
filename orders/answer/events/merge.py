"""One event of what several tell: the rows' own moments, the carriers' scans and the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from orders.answer.events.journal import Heard
from orders.answer.events.rows import Moment

SAME = timedelta(hours=12)
"""How far the journal's time of a change may be from the row's own and still mean the same change."""

ALSO_CALLED = {
    ("orders", "placed"): "awaiting_payment",
    ("orders", "paid"): "confirmed",
    ("shipments", "handed_over"): "in_transit",
}
"""Moments whose change of state has another name in the journal."""

Pair = tuple[Moment, Heard | None]


def merged(told: list[Moment], journal: list[Heard]) -> Iterator[Pair]:
    """Each moment with the journal's telling of it; what only the journal tells becomes a moment too."""
    by_fact: dict[tuple[str, str, str], list[Heard]] = defaultdict(list)
    for entry in journal:
        by_fact[entry.fact].append(entry)
    pairs = [(moment, _take(by_fact, moment)) for moment in told]
    left = [entry for entries in by_fact.values() for entry in entries]
    scans = {(m.source, m.at): index for index, (m, _) in enumerate(pairs) if m.scan}
    for entry in left:
        source = f"{entry.entry.table}/{entry.entry.key}"
        index = scans.pop((source, entry.entry.at), None) if entry.state else None
        if index is None:
            pairs.append((_moment(entry), entry))
        else:
            pairs[index] = (_with_scan(entry, pairs[index][0]), entry)
    yield from pairs


def _take(by_fact: dict[tuple[str, str, str], list[Heard]], moment: Moment) -> Heard | None:
    """The journal's telling of a moment, which is then told."""
    if moment.scan:
        return None
    state = ALSO_CALLED.get((moment.table, moment.state), moment.state)
    told = by_fact[(moment.table, moment.key, state)]
    same = [each for each in told if abs(each.entry.at - moment.at) <= SAME]
    nearest = min(same, key=lambda each: (abs(each.entry.at - moment.at), each.entry.sequence), default=None)
    if nearest is not None:
        told.remove(nearest)
    return nearest


def _moment(told: Heard) -> Moment:
    return Moment(
        table=told.entry.table,
        key=told.entry.key,
        state=told.state or told.what,
        at=told.entry.at,
        detail=told.detail,
        own=told.own,
    )


def _with_scan(told: Heard, scan: Moment) -> Moment:
    """A change of a parcel's state and the carrier's scan that caused it, as one."""
    return replace(_moment(told), detail=scan.own, place=scan.place, clock=scan.clock)
