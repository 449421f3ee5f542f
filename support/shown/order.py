"""The order page: a masked story with its answer, one page of lines, one page of the timeline, and how to keep up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from dashboard.templatetags.times import relative
from orders.answer.model import Answer, Move
from orders.contract.model import Order
from orders.lines import LineView, line_views
from orders.story import OrderStory
from support import masking
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.offers import Offers
from support.escalations.models import Escalation
from support.incidents.models import Incident
from support.notes.models import Note
from support.remedies.happened import Happening
from support.requests.models import Request, RequestState
from support.shown import states
from support.shown.acts import escalate_act, remedy_act, shown_acts
from support.shown.commands import ShownCommand, events_of, shown_command
from support.shown.escalations import ShownEscalation, escalation_events, shown_escalation
from support.shown.events import Timeline, shown_timeline
from support.shown.happened import groups_of, happened_events, names_of
from support.shown.incidents import OrderIncident, on_order
from support.shown.lines import ShownLine, ShownParcel, shown_line, shown_parcel
from support.shown.live import SLOWEST, Live, live
from support.shown.notes import ShownNotes, masked, note_events, shown_notes
from support.shown.pages import Slice, sliced
from support.shown.pictures import Sheet, lines_sheet
from support.shown.remedies import Known, ShownRemedy, shown_remedies
from support.shown.replies import ShownReply, answered, shown_reply
from support.shown.requests import ShownRequest, request_events, shown_request
from support.shown.reveals import ShownReveal
from support.shown.rows import ShownRow, row_addresses, shown_rows

LINES_A_PAGE: Final = 20
OLD: Final = timedelta(seconds=30)
MOVES: Final = {
    Move.CUSTOMER: "The customer’s",
    Move.OURS: "Ours",
    Move.PRINTER: "The printer’s",
    Move.CARRIER: "The carrier’s",
    Move.NOBODY: "Nobody’s",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which page of the lines and of the timeline is looked at, and since when the page is open.

    ``event`` asks for the page of the timeline that holds it, whatever ``events`` says; so does ``note`` of the notes.
    ``reply`` is the language that the reply is wanted in, "" for the customer's.
    """

    lines: int
    events: int
    rows: int
    event: str
    opened: datetime
    notes: int = 1
    note: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """Everything the order's templates draw. ``title`` is the number, or the id while the number is not known."""

    story: OrderStory
    answer: Answer
    reply: ShownReply
    now: datetime
    title: str
    place: Place
    live: Live
    lines: Slice[ShownLine]
    sheet: Sheet
    loose: tuple[ShownParcel, ...]
    timeline: Timeline
    rows: Slice[ShownRow]
    notes: ShownNotes
    commands: tuple[ShownCommand, ...] = ()
    requests: tuple[ShownRequest, ...] = ()
    escalations: tuple[ShownEscalation, ...] = ()
    incidents: tuple[OrderIncident, ...] = ()
    remedies: tuple[ShownRemedy, ...] = ()
    reveal: ShownReveal | None = None

    @property
    def order(self) -> Order | None:
        """The order's own row."""
        return self.story.snapshot.order

    @property
    def state(self) -> str:
        """The order's own state in words."""
        return states.words(self.order.state, self.order.raw_state) if self.order else ""

    @property
    def as_of(self) -> str:
        """How old the data is, in words."""
        return relative(self.story.as_of, self.now)

    @property
    def stale(self) -> bool:
        """Whether the data is older than it should be."""
        return self.now - self.story.as_of > OLD

    @property
    def move(self) -> str:
        """Whose turn it is, in words."""
        return MOVES[self.answer.whose_move]

    @property
    def under_way(self) -> tuple[ShownCommand, ...]:
        """What was asked for and is still to come: the next step is to see it, not to ask for it again."""
        return tuple(shown for shown in self.commands if shown.is_open)

    @property
    def caveats(self) -> bool:
        """Whether something must be said before anything else is believed."""
        return (
            self.order is None or self.story.incomplete or bool(self.story.quarantined or self.reveal or self.incidents)
        )

    @property
    def items(self) -> int:
        """How many pieces were bought."""
        return sum(line.quantity for line in self.story.snapshot.lines)


def order_page(
    whole: OrderStory,
    place: Place,
    commands: Sequence[Command] = (),
    asker: Asker | None = None,
    reveal: ShownReveal | None = None,
    notes: Sequence[Note] = (),
    requests: Sequence[Request] = (),
    escalations: Sequence[Escalation] = (),
    incidents: Sequence[Incident] = (),
    found: Sequence[Happening] = (),
) -> OrderPage:
    """The page at this moment, for ``asker``, with the order's commands, requests and escalations, oldest first, and
    notes. Everything is derived from the masked story, so no sentence can tell what is masked; or from the whole one,
    where there is a ``reveal``.
    """
    now = timezone.now()
    story = masking.revealed_story(whole) if reveal else masking.order_story(whole)
    mask = masked(None if reveal else masking.story_secrets(whole))
    said = answered(story, now, place.reply)
    order = story.snapshot.order
    rows = shown_rows(whole, place.rows)
    views = sliced(line_views(story.snapshot), place.lines, LINES_A_PAGE)
    sheet = lines_sheet(story.snapshot.order_id, views.items, views.number)
    known = names_of(found, escalations, story.printers)
    ours = [
        *(event for command in commands for event in events_of(command)),
        *(event for request in requests for event in request_events(request)),
        *(event for each in escalations for event in escalation_events(each, known)),
        *note_events(notes, mask),
        *happened_events(found, known),
    ]
    asked_for = tuple(shown_command(command) for command in reversed(commands))
    wished = tuple(shown_request(request, asker) for request in reversed(requests)) if asker else ()
    taken_up = tuple(shown_escalation(each, now, story.printers) for each in reversed(escalations))
    return OrderPage(
        story=story,
        answer=said,
        reply=shown_reply(story, said.reply),
        now=now,
        title=(order.order_number if order else "") or story.snapshot.order_id,
        place=place,
        live=_kept_up(
            live(story, said, now, place.opened, commands, notes, requests, escalations, incidents, found), reveal
        ),
        lines=_lines(story, said, views, sheet, _offers(asker, story, commands, now, requests), asker),
        sheet=sheet,
        loose=tuple(shown_parcel(parcel) for parcel in story.snapshot.loose_parcels()),
        timeline=shown_timeline(
            story,
            now,
            row_addresses(story, rows.number),
            place.events,
            place.event,
            ours,
            groups_of(found, ours),
        ),
        notes=shown_notes(notes, asker, mask, now, place.notes, place.note),
        commands=asked_for,
        requests=wished,
        escalations=taken_up,
        incidents=on_order(incidents),
        remedies=shown_remedies(Known(story.snapshot.order_id, found, asked_for, wished, taken_up, known)),
        rows=rows,
        reveal=reveal,
    )


def _offers(
    asker: Asker | None, story: OrderStory, commands: Sequence[Command], now: datetime, requests: Sequence[Request]
) -> Offers | None:
    """What may be asked for, besides what is asked for already and not decided."""
    requested = {request.print_job_id for request in requests if request.state == RequestState.OPEN}
    return Offers(asker, story, commands, now, requested) if asker else None


def _kept_up(paced: Live, reveal: ShownReveal | None) -> Live:
    """A page with personal data goes on asking whatever its order's state, so that it learns when that is over."""
    return replace(paced, pace=paced.pace or SLOWEST) if reveal else paced


def _lines(
    story: OrderStory,
    answer: Answer,
    views: Slice[LineView],
    sheet: Sheet,
    offers: Offers | None,
    asker: Asker | None,
) -> Slice[ShownLine]:
    """One page of lines: only those that are shown are worked out."""
    answers = {line.line_id: line for line in answer.lines}
    order_id = story.snapshot.order_id
    return views.of(
        [
            shown_line(
                story,
                view,
                answers.get(view.line.line_id),
                sheet,
                shown_acts(order_id, view, offers)
                + escalate_act(order_id, view, asker)
                + remedy_act(order_id, view, asker),
            )
            for view in views.items
        ]
    )
