"""The page of one queue, that of all of them, and the lists of what people have taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone

from orders.queues import QueueRow
from support.queues.asked import Asked
from support.queues.matching import survey
from support.queues.models import SavedView
from support.queues.names import AT_RISK, COMMANDS, ESCALATED, QUEUES, QueueName
from support.queues.owned import Owned
from support.queues.saved import default_of, views_of
from support.queues.snapshot import Snapshot
from support.queues.tallies import Tally, tallies, tally_of
from support.queues.until import CHOICES
from support.queues.work import work_of
from support.shown.pages import Slice, sliced
from support.shown.queue_choices import PROMISES, Filter, Way, filters, query, sorts, standings, taken_away, whose
from support.shown.queue_rows import ShownRow, shown_rows

ROWS_A_PAGE: Final = 50

BULK: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "failed_renders": ("render", "note"),
        "stuck_uploads": ("note",),
        "stuck_renders": ("render", "note"),
        "printer_rejects": ("reroute", "render", "escalate", "note"),
        "print_errors": ("reroute", "render", "escalate", "note"),
        "dispatch_late": ("escalate", "reroute", "note"),
        "no_movement": ("escalate", "reprint", "note"),
        "late": ("escalate", "note"),
        AT_RISK: ("escalate", "note"),
        "returned": ("reprint", "escalate", "note"),
        ESCALATED: ("reprint", "note"),
        COMMANDS: ("note",),
    }
)
"""What makes sense for many rows of a queue at once, the usual first."""

VERBS: Final = {
    "render": "Render prints again",
    "reprint": "Reprint items",
    "reroute": "Reprint items elsewhere",
    "escalate": "Escalate items",
    "note": "Add notes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A queue in the list of all."""

    name: QueueName
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """``matched`` rows of the ``whole`` queue; ``query`` is the address's without its page, ``filters_query`` without
    its sort: what a bulk job goes by.
    """

    name: QueueName
    snapshot: Snapshot
    now: datetime
    rows: Slice[ShownRow]
    whole: int
    worth: Tally
    given: Mapping[str, str]
    query: str
    filters_query: str
    filters: Sequence[Filter]
    whose: Sequence[Way]
    standings: Sequence[Way]
    standing: str
    sorts: Mapping[str, Way]
    without: Sequence[Way]
    views: Sequence[SavedView]
    view: SavedView | None
    default: SavedView | None
    all_chosen: bool
    acts: Sequence[tuple[str, str]]
    later: Mapping[str, str]
    promises: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedPart:
    """Rows of one queue that somebody has taken."""

    name: QueueName
    snapshot: Snapshot
    rows: Sequence[ShownRow]
    more: int


def all_queues() -> list[Line]:
    """Every queue with its figures."""
    figures = tallies()
    return [Line(name=name, tally=figures[queue]) for queue, name in QUEUES.items()]


def queue_page(
    here: Snapshot, asked: Asked, person: User, number: int, *, chosen: Collection[str] = (), every: bool = False
) -> QueuePage:
    """One page of a queue. ``chosen`` are the names of rows that are selected, ``every`` where all that match are."""
    now, queue = timezone.now(), here.queue
    work = work_of(queue, now)
    found = survey(here, asked.wanted, person, now, work)
    page = sliced(asked.sorted(found.rows), number, ROWS_A_PAGE)
    views, told = views_of(person, queue), asked.query()
    return QueuePage(
        name=QUEUES[queue],
        snapshot=here,
        now=now,
        rows=page.of(shown_rows(page.items, work, person, now, chosen)),
        whole=len(here.rows),
        worth=tally_of(found.rows, more=here.more),
        given=asked.given(),
        query=query(asked),
        filters_query=asked.wanted.query(),
        filters=filters(queue, asked, found),
        whose=whose(asked, found, person),
        standings=standings(asked, found),
        standing=asked.wanted.standing,
        sorts=sorts(asked),
        without=taken_away(queue, asked),
        views=views,
        view=next((view for view in views if view.query == told and told), None),
        default=default_of(person, queue),
        all_chosen=every,
        acts=[(action, VERBS[action]) for action in BULK[queue]],
        later=CHOICES,
        promises=PROMISES,
    )


def owned_parts(parts: Sequence[Owned], person: User, now: datetime) -> list[OwnedPart]:
    """What people have taken, queue by queue, the first ROWS_A_PAGE of each."""
    return [
        OwnedPart(
            name=QUEUES[part.snapshot.queue],
            snapshot=part.snapshot,
            rows=shown_rows(_first(part.rows), part.work, person, now),
            more=max(0, len(part.rows) - ROWS_A_PAGE),
        )
        for part in parts
    ]


def _first(rows: Sequence[QueueRow]) -> Sequence[QueueRow]:
    return rows[:ROWS_A_PAGE]
