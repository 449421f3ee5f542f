"""How an open page keeps up: what it shows, how often it asks, and when it may stop asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from orders.answer.model import Answer, Stage
from orders.story import OrderStory
from support.commands.models import Command
from support.escalations.models import Escalation
from support.incidents.models import Incident
from support.notes.change import changeable_until
from support.notes.models import Note
from support.remedies.happened import Happening
from support.requests.models import Request, RequestState
from support.shown.steps_taken import steps_taken

QUICK: Final = 2
SLOWER: Final = 5
SLOWEST: Final = 15
QUICK_FOR: Final = timedelta(minutes=2)
SLOWER_FOR: Final = timedelta(minutes=10)
FINAL: Final = frozenset({Stage.DONE, Stage.CANCELLED})
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
DIGITS: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an open page shows: the version of its data, the steps that its commands, notes and escalations have taken,
    until when that holds, when the page was opened.

    ``until`` is when the page would read differently, or should ask more slowly, though nothing has changed.
    It travels as text in ``?v=``, e.g. ``12-3-1763843700-1763840000``.
    """

    version: int
    steps: int
    until: datetime
    opened: datetime

    def __str__(self) -> str:
        return f"{self.version}-{self.steps}-{int(self.until.timestamp())}-{int(self.opened.timestamp())}"

    def holds(self, version: int, steps: int, now: datetime) -> bool:
        """Whether there is nothing to tell this page."""
        return (self.version, self.steps) == (version, steps) and now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What a page needs to keep up: what it shows, and every how many seconds to ask (0: no more)."""

    seen: Seen
    pace: int


def seen_from(text: str) -> Seen | None:
    """What ``?v=`` says; None where it says nothing sensible."""
    parts = text.split("-")
    if len(parts) != len(Seen.__dataclass_fields__) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    version, steps, until, opened = (int(part[:DIGITS]) for part in parts)
    return Seen(version=version, steps=steps, until=_time(until), opened=_time(opened))


def live(
    story: OrderStory,
    answer: Answer,
    now: datetime,
    opened: datetime,
    commands: Sequence[Command] = (),
    notes: Sequence[Note] = (),
    requests: Sequence[Request] = (),
    escalations: Sequence[Escalation] = (),
    incidents: Sequence[Incident] = (),
    found: Sequence[Happening] = (),
) -> Live:
    """Ask quickly for two minutes after a change or the opening of the page and while a command is open, then slower,
    at a final state no more, unless somebody is to decide on a request.
    """
    stirred = max([min(opened, now), *(entry.heard_at for entry in story.journal)])
    stirred = max([stirred, *(command.ended_at for command in commands if command.ended_at)])
    stirred = max([stirred, *(_touched(note) for note in notes), *(each.moved_at for each in escalations)])
    pace, slows = _pace(stirred, now, final=answer.stage in FINAL)
    if any(command.is_open for command in commands):
        pace, slows = QUICK, None
    elif any(request.state == RequestState.OPEN for request in requests):
        pace = pace or SLOWER
    promise = story.snapshot.order.deliver_by if story.snapshot.order else None
    turns = [
        time
        for time in (answer.due_at, promise, slows, *map(changeable_until, notes), *(e.due_at for e in escalations))
        if time is not None and time > now
    ]
    return Live(
        seen=Seen(
            version=story.version,
            steps=steps_taken(commands, notes, requests, escalations, incidents, found),
            until=min(turns, default=NEVER),
            opened=opened,
        ),
        pace=pace,
    )


def _pace(stirred: datetime, now: datetime, *, final: bool) -> tuple[int, datetime | None]:
    """Every how many seconds to ask, and until when."""
    if now < stirred + QUICK_FOR:
        return QUICK, stirred + QUICK_FOR
    if final:
        return 0, None
    return (SLOWER, stirred + SLOWER_FOR) if now < stirred + SLOWER_FOR else (SLOWEST, None)


def _touched(note: Note) -> datetime:
    """When a note was last written, changed, pinned or withdrawn, as far as that is known."""
    return max(filter(None, (note.written_at, note.edited_at, note.pinned_at, note.withdrawn_at)))


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(min(seconds, int(NEVER.timestamp())), UTC)
