"""Requests as people read them: in an order's box and timeline, in lists, and where somebody decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orders.answer import answer
from orders.answer.model import Stage, TimelineEvent, Tone
from orders.contract.model import CommandKind
from support import masking
from support.commands.asker import Asker
from support.commands.people import called
from support.commands.situation import Situation
from support.models import AuditEvent
from support.requests.decide import may_decide
from support.requests.models import Request, RequestState
from support.requests.prospect import obstacle
from support.shown.commands import NOUNS, cause_words
from support.shown.order_numbers import order_numbers

LABELS: Final = {
    RequestState.OPEN: "Not decided",
    RequestState.APPROVED: "Approved",
    RequestState.DECLINED: "Declined",
    RequestState.WITHDRAWN: "Withdrawn",
    RequestState.EXPIRED: "Expired",
}
TONES: Final = {RequestState.OPEN: Tone.WARN, RequestState.APPROVED: Tone.OK, RequestState.DECLINED: Tone.FAIL}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequest:
    """One request in words, with its order's number. ``decidable`` and ``mine`` are for whom the page is drawn."""

    request: Request
    anchor: str
    number: str
    what: str
    about: str
    cause: str
    who: str
    words: str
    label: str
    tone: Tone
    decider: str
    decision: str
    decidable: bool
    mine: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody to decide."""
        return self.request.state == RequestState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """The page where somebody decides. ``obstacle`` says why it cannot be approved at the moment, ``problem`` what was
    wrong with what was sent, ``reason`` what was typed.
    """

    shown: ShownRequest
    title: str
    sentence: str
    version: int
    now: datetime
    obstacle: str
    problem: str
    reason: str


def request_page(
    request: Request, asker: Asker, situation: Situation, *, problem: str = "", reason: str = ""
) -> RequestPage:
    """The request, on the order as it is now."""
    story = masking.order_story(situation.story)
    order, shown = story.snapshot.order, shown_request(request, asker)
    return RequestPage(
        shown=shown,
        title=(order.order_number if order else "") or request.order_id,
        sentence=answer(story.snapshot, now=situation.now, printers=story.printers).sentence,
        version=story.version,
        now=situation.now,
        obstacle=obstacle(asker, request, situation) if shown.decidable else "",
        problem=problem,
        reason=reason,
    )


def shown_requests(requests: Sequence[Request], asker: Asker) -> list[ShownRequest]:
    """Requests of several orders, each with its order's number: one batch read for each hundred."""
    numbers = order_numbers([request.order_id for request in requests])
    return [shown_request(request, asker, numbers[request.order_id]) for request in requests]


def shown_request(request: Request, asker: Asker, number: str = "") -> ShownRequest:
    """A request with its state in words; the order by its id where no number is given."""
    state = RequestState(request.state)
    is_open = state is RequestState.OPEN
    return ShownRequest(
        request=request,
        anchor=f"request-{request.pk}",
        number=number or request.order_id,
        what=NOUNS[CommandKind(request.kind)],
        about=_about(request),
        cause=cause_words(request.cause),
        who=called(request.asked_by),
        words=_words(request.event),
        label=LABELS[state],
        tone=TONES.get(state, Tone.IDLE),
        decider=called(request.decided_by) if request.decided_by is not None and not is_open else "",
        decision=_words(request.decision) if request.decision is not None else "",
        decidable=is_open and may_decide(asker, request),
        mine=asker.person is not None and asker.person.pk == request.asked_by_id,
    )


def request_events(request: Request) -> Iterator[TimelineEvent]:
    """What happened to a request, as events of its order."""
    noun, who = NOUNS[CommandKind(request.kind)], called(request.asked_by)
    asked = f"{noun} asked for by {who}: {cause_words(request.cause)} ({_about(request)}); somebody else decides"
    yield _event(request, "asked", request.asked_at, who, asked, Tone.IDLE)
    if request.decided_at is None:
        return
    state = RequestState(request.state)
    decider = called(request.decided_by) if request.decided_by is not None else "Printdesk"
    by = f" by {decider}" if request.decided_by is not None else ": nobody decided in time"
    tone = TONES.get(state, Tone.IDLE)
    yield _event(request, state, request.decided_at, decider, f"{noun} {LABELS[state].lower()}{by}", tone)


def _event(request: Request, step: str, at: datetime, actor: str, text: str, tone: Tone) -> TimelineEvent:
    return TimelineEvent(
        id=f"request-{request.pk}-{step}",
        at=at,
        heard_at=at,
        kind=f"request.{step}",
        tone=tone,
        stage=Stage.UNKNOWN,
        actor=actor,
        text=text,
        source=f"requests/{request.pk}",
        clock="Printdesk",
    )


def _about(request: Request) -> str:
    where = f" at printer {request.printer_id}" if request.kind == CommandKind.REROUTE else ""
    return f"print job {request.print_job_id}{where}"


def _words(event: AuditEvent) -> str:
    """The words of a reason, "" where none were given or they are erased."""
    reason = getattr(event, "reason", None)
    return reason.text if reason is not None else ""
