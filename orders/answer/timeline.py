"""The causal timeline of an order: upload → render → print job → parcel, newest first.

It is merged from what the rows say of themselves, the carriers' scans and the journal. What two of them tell is
one event, at the row's own time and with the moment we heard of it; nothing that only one tells is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from orders.answer.events.causes import anomalies, latest
from orders.answer.events.journal import Heard, heard
from orders.answer.events.merge import merged
from orders.answer.events.names import Names, names
from orders.answer.events.rows import Moment, moments
from orders.answer.events.words import KINDS, words_for
from orders.answer.model import Stage, TimelineEvent, Tone
from orders.answer.words import quote
from orders.story import OrderStory


def timeline(story: OrderStory) -> tuple[TimelineEvent, ...]:
    """Every event of the order, newest first; the same story always gives the same timeline."""
    told = list(moments(story.snapshot))
    called = names(story)
    reached = latest(told)
    pairs = sorted(merged(told, list(heard(story.journal))), key=_happened)
    events = [
        _event(moment, entry, called.get(moment.source, Names()), anomalies(moment, reached, story.as_of))
        for moment, entry in pairs
    ]
    gaps = [_gap(start, end) for start, end in _apart(story.history_gaps)]
    return tuple(sorted([*_numbered(events), *gaps], key=lambda event: event.at))[::-1]


def _happened(pair: tuple[Moment, Heard | None]) -> tuple[datetime, int, str, int, str]:
    """By time; at the same time by the place in the causal chain, then by row, scan and position in the stream."""
    moment, entry = pair
    rank = words_for(moment.table, moment.state).rank
    return (moment.at, rank, moment.source, moment.scan, entry.entry.sequence if entry else "")


def _event(moment: Moment, entry: Heard | None, names: Names, wrong: tuple[str, ...]) -> TimelineEvent:
    words = words_for(moment.table, moment.state)
    entity = KINDS.get(moment.table, moment.table)
    text = names.fill(moment.own or words.text or f"{{noun}}: {quote(moment.state) or 'a state without a word'}")
    detail = moment.detail or (entry.detail if entry else "")
    return TimelineEvent(
        id=_id(entity, moment, entry),
        at=moment.at,
        heard_at=entry.entry.heard_at if entry else None,
        kind=f"{entity}.{moment.state}" if moment.scan or not moment.own else f"{entity}.changed",
        tone=Tone.IDLE if moment.own else words.tone,
        stage=words.stage,
        actor=names.actor(words.actor),
        text=f"{text} ({detail})" if detail else text,
        source=moment.source,
        clock=moment.clock or "backend",
        place=moment.place,
        anomalies=wrong,
    )


def _id(entity: str, moment: Moment, entry: Heard | None) -> str:
    """Of what happened, not of who told it: the same when only the journal still knows of it."""
    said = entry.entry.sequence if entry is not None and moment.own else ""
    parts = (entity, moment.key, moment.state, str(moment.scan or ""), said)
    return re.sub(r"[^A-Za-z0-9_-]+", "-", "-".join(part for part in parts if part))


def _numbered(events: list[TimelineEvent]) -> Iterator[TimelineEvent]:
    """With ids of their own for what happened more than once: the second time is ``…-2``."""
    seen: Counter[str] = Counter()
    for event in events:
        seen[event.id] += 1
        yield event if seen[event.id] == 1 else replace(event, id=f"{event.id}-{seen[event.id]}")


def _apart(gaps: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Gaps that overlap as one: each table has its own, and a reader of the order has one history."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(gaps):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _gap(start: datetime, end: datetime) -> TimelineEvent:
    clock = "%H:%M:%S" if end - start < timedelta(minutes=1) else "%H:%M"
    until = f"{end:{clock}}" if start.date() == end.date() else f"{end.day} {end:%b %Y, {clock}}"
    said = f"History incomplete from {start.day} {start:%b %Y, {clock}} to {until} UTC"
    return TimelineEvent(
        id=f"gap-{start:%Y%m%dT%H%M%S}",
        at=end,
        heard_at=None,
        kind="history.gap",
        tone=Tone.WARN,
        stage=Stage.UNKNOWN,
        actor="Printdesk",
        text=said,
        source="",
        clock="heard",
    )
