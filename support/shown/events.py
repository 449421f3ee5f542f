"""The timeline as a page shows it: newest first, under its days, each event with where its data can be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Final

from django.urls import reverse

from dashboard.templatetags.times import local
from orders.answer import timeline
from orders.answer.model import TimelineEvent
from orders.story import JournalEntry, OrderStory
from support.shown.commands import BULK
from support.shown.pages import Slice, sliced

EVENTS_A_PAGE: Final = 50
AT_ONCE: Final = timedelta(seconds=1)
MAILS: Final = "mails"
PAGES: Final = {"escalations": "escalation", "claims": "claim", MAILS: "mail", BULK: "bulk-job"}
PLACES: Final = {"commands": "command", "requests": "request", "remedies": "remedy"}
"""What of ours has a place on the order’s own page, with how that begins."""

"""What of ours has a page of its own, by the beginning of an event's source."""

NO_GROUPS: Final[Mapping[str, str]] = MappingProxyType({})
NEAR: Final = {0: "Today", 1: "Yesterday"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """One event. ``lag`` is how long after it happened we heard, None where at once or not known.

    ``changes`` are the journal's entries of its row at its moment; ``row`` is where that row is, as last heard;
    ``more`` is where the whole of it can be read. ``parts`` are events that were one step with it, oldest first.
    """

    event: TimelineEvent
    lag: timedelta | None
    changes: Sequence[JournalEntry]
    row: str
    more: str = ""
    parts: Sequence[ShownEvent] = ()

    @property
    def is_mail(self) -> bool:
        """Whether it leads to one of our mails, which not everybody may see."""
        return self.event.source.startswith(f"{MAILS}/")

    @property
    def in_bulk(self) -> bool:
        """Whether it leads to a bulk job, which not everybody may see."""
        return self.event.source.startswith(f"{BULK}/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The events of one day, newest first."""

    label: str
    events: Sequence[ShownEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One page of the timeline."""

    page: Slice[TimelineEvent]
    days: Sequence[Day]


def shown_timeline(
    story: OrderStory,
    now: datetime,
    rows: Mapping[str, str],
    number: int,
    wanted: str = "",
    ours: Sequence[TimelineEvent] = (),
    groups: Mapping[str, str] = NO_GROUPS,
) -> Timeline:
    """One page of a masked story's events and of ``ours``, newest first: that of the ``wanted`` event, or that of the
    number. ``groups`` say which events were one step: each part's by its id, with the id of the event it is told under.
    """
    whole = sorted([*timeline(story), *ours], key=lambda event: event.at, reverse=True)
    told = [event for event in whole if event.id not in groups]
    head = groups.get(wanted, wanted)
    place = next((place for place, event in enumerate(told) if head and event.id == head), None)
    page = sliced(told, number if place is None else place // EVENTS_A_PAGE + 1, EVENTS_A_PAGE)
    by_source: dict[str, list[JournalEntry]] = {}
    for entry in story.journal:
        by_source.setdefault(f"{entry.table}/{entry.key}", []).append(entry)
    parts: dict[str, list[ShownEvent]] = {}
    for event in reversed(whole):
        if event.id in groups:
            parts.setdefault(groups[event.id], []).append(_shown(event, by_source, rows))
    events = [replace(_shown(event, by_source, rows), parts=parts.get(event.id, ())) for event in page.items]
    days = groupby(events, key=lambda shown: _date(shown.event.at))
    today = _date(now)
    return Timeline(page=page, days=[Day(label=_label(day, today), events=list(shown)) for day, shown in days])


def _shown(event: TimelineEvent, entries: Mapping[str, Sequence[JournalEntry]], rows: Mapping[str, str]) -> ShownEvent:
    lag = event.heard_at - event.at if event.heard_at else None
    kind, _, key = event.source.partition("/")
    return ShownEvent(
        event=event,
        lag=lag if lag is not None and lag > AT_ONCE else None,
        changes=_changes(event, entries.get(event.source, ())),
        row=rows.get(event.source, ""),
        more=_more(kind, key),
    )


def _more(kind: str, key: str) -> str:
    """Where the whole of something of ours is read."""
    if kind in PAGES:
        return reverse(PAGES[kind], args=[key])
    if kind in PLACES:
        return f"#{PLACES[kind]}-{key}"
    return f"?note={key}#note-{key}" if kind == "notes" else ""


def _changes(event: TimelineEvent, entries: Sequence[JournalEntry]) -> Sequence[JournalEntry]:
    """The journal's entries that tell of the event: of those heard with it, the ones that reached its state."""
    together = [entry for entry in entries if event.heard_at and entry.heard_at == event.heard_at]
    state = event.kind.partition(".")[2]
    return [entry for entry in together if entry.changed.get("state", ("", ""))[1] == state] or together


def _date(at: datetime) -> date:
    return local(at).date()


def _label(day: date, today: date) -> str:
    """ "Today, Sunday 22 November", with the year where it is not this one's."""
    near = NEAR.get((today - day).days, "")
    year = "" if day.year == today.year else f" {day.year}"
    return f"{near}{', ' if near else ''}{day:%A} {day.day} {day:%B}{year}"
