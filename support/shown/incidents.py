"""Incidents as people read them: in lists, on their own page, and on the orders that they affect."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from dashboard.templatetags.times import clock, moment, relative, span
from orders.answer.model import Tone
from support.commands.people import called
from support.incidents.affected import suspect_of
from support.incidents.models import Affected, Dimension, Incident, IncidentNote, Signal
from support.incidents.words import plain, what
from support.shown.hits import anchor

QUIET_AFTER: Final = timedelta(minutes=30)
PARTS: Final = 12
LENGTHS: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1_440, 2_880, 10_080)
)
"""How long a row of the growth may be."""

WHOLE: Final = 10
"""Expected orders from which on nobody wants a fraction."""

HAPPENED: Final = {
    Signal.RENDER_FAILURES: "{bad} of {seen} failed to render",
    Signal.REJECTS: "{bad} of {seen} were rejected",
    Signal.PRINT_ERRORS: "{bad} of {seen} had print errors",
    Signal.CLAIMS: "{bad} orders of {seen} of two weeks brought claims within a day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownIncident:
    """One incident in words. ``counts`` tells how it stood out, ``quiet`` since when nothing more went wrong."""

    incident: Incident
    title: str
    tone: Tone
    label: str
    counts: str
    quiet: str
    owner: str
    closer: str
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So many lines went wrong in a stretch of time."""

    words: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How many lines went wrong when: ``most`` is the largest of the parts; ``each`` says how long one is."""

    parts: Sequence[Part]
    most: int
    each: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAffected:
    """A line that went wrong, and where on its order's page that is."""

    affected: Affected
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNote:
    """A note and who wrote it."""

    note: IncidentNote
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderIncident:
    """An open incident as an order's page tells of it."""

    number: int
    title: str
    message: str


def shown_incident(incident: Incident, now: datetime | None = None) -> ShownIncident:
    """One that was listed, with how many orders it affects."""
    now = now or timezone.now()
    closed, quiet = incident.closed_at is not None, now - incident.last_at > QUIET_AFTER
    return ShownIncident(
        incident=incident,
        title=what(suspect_of(incident)),
        tone=Tone.IDLE if closed else Tone.WARN if quiet else Tone.FAIL,
        label="Closed" if closed else "Quiet" if quiet else "Open",
        counts=counts(incident),
        quiet=f"Quiet since {relative(incident.last_at, now)}" if quiet and not closed else "",
        owner=called(incident.owner) if incident.owner is not None else "",
        closer=called(incident.closed_by) if incident.closed_by is not None else "",
        orders=int(getattr(incident, "orders", 0)),
    )


def counts(incident: Incident) -> str:
    """How it stood out when it was opened, in a sentence."""
    told = HAPPENED[Signal(incident.signal)].format(bad=f"{incident.bad:,}", seen=_orders(incident.seen))
    code = incident.subject if incident.dimension == Dimension.FAILURE_CODE else incident.code
    told += f" ({plain(code)})" if code else ""
    return told + (f"; {_number(incident.expected)} were to be expected" if incident.expected else "")


def growth(times: Sequence[datetime]) -> Growth | None:
    """When lines went wrong, in at most a dozen equal stretches; None where there are none."""
    if not times:
        return None
    first, last = times[0], times[-1]
    length = next((each for each in LENGTHS if (last - first) / each < PARTS), (last - first) / PARTS + LENGTHS[0])
    numbers = [0] * (int((last - first) / length) + 1)
    for time in times:
        numbers[int((time - first) / length)] += 1
    starts = [first + number * length for number in range(len(numbers))]
    words = [
        moment(start) if length >= LENGTHS[6] or number == 0 else clock(start) for number, start in enumerate(starts)
    ]
    most, lines = max(numbers), "line" if len(times) == 1 else "lines"
    return Growth(
        parts=[Part(words=told, number=number) for told, number in zip(words, numbers, strict=True)],
        most=most,
        each=span(length),
        sentence=f"{len(times):,} {lines} went wrong since {moment(first)}, at most {most:,} in {span(length)}.",
    )


def shown_affected(incident: Incident, affected: Collection[Affected]) -> list[ShownAffected]:
    """Lines, each with the place of its render or print job."""
    kind = "render" if incident.signal == Signal.RENDER_FAILURES else "print_job"
    return [ShownAffected(affected=each, place=anchor(kind, each.row_id) if each.row_id else "") for each in affected]


def shown_notes(notes: Collection[IncidentNote]) -> list[ShownNote]:
    """Notes with their authors."""
    gone = "somebody who has left"
    return [ShownNote(note=note, who=called(note.author) if note.author is not None else gone) for note in notes]


def on_order(incidents: Collection[Incident]) -> tuple[OrderIncident, ...]:
    """The open ones of an order's incidents."""
    return tuple(
        OrderIncident(number=incident.pk, title=what(suspect_of(incident)), message=incident.message)
        for incident in incidents
        if incident.closed_at is None
    )


def _orders(number: int) -> str:
    return f"{number:,} order" + ("" if number == 1 else "s")


def _number(value: float) -> str:
    """ "0.04", "0.6", "12"."""
    return f"{value:,.0f}" if value >= WHOLE else f"{value:.1g}"
