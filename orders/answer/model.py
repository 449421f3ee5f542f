"""The shapes of an answer: where it is, whose move it is, what happens next and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Move(StrEnum):
    """Whose turn it is to act."""

    CUSTOMER = "customer"
    OURS = "ours"
    PRINTER = "printer"
    CARRIER = "carrier"
    NOBODY = "nobody"


class Tone(StrEnum):
    """How a state is marked: always with a shape and words, never by colour alone."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    IDLE = "idle"


class Stage(StrEnum):
    """Where on its way an order or a line is."""

    PAYMENT = "payment"
    UPLOAD = "upload"
    RENDER = "render"
    PRODUCTION = "production"
    DISPATCH = "dispatch"
    DELIVERY = "delivery"
    DONE = "done"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is true of an order whatever the time: for lists, stored beside the order.

    ``situation`` names the case, e.g. ``render_failed``; ``label`` says it in two or three words. ``severity``
    sorts lists, worst first (0 is calm, 9 needs somebody now). ``open`` is False once nothing more is expected.
    """

    situation: str
    label: str
    tone: Tone
    stage: Stage
    severity: int
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Words for the customer, ready to paste; ``key`` names the text, ``language`` is BCP 47, "en" where theirs is not
    written yet.
    """

    key: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswer:
    """Where one line is. ``explanation`` says a failure in plain words, ``advice`` what to do about it."""

    line_id: str
    situation: str
    label: str
    tone: Tone
    stage: Stage
    whose_move: Move
    sentence: str
    next: str
    due_at: datetime | None
    explanation: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Where an order is, is it late, whose move it is, what happens next and by when."""

    situation: str
    label: str
    tone: Tone
    stage: Stage
    whose_move: Move
    sentence: str
    next: str
    due_at: datetime | None
    late: bool
    reply: Reply
    lines: tuple[LineAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """One thing that happened to an order.

    ``id`` stays the same as long as the event does and suits a link. ``at`` is when it happened by the clock of
    ``clock`` (renderer, printer, carrier, backend, or "heard" where only our own hearing of it is known);
    ``heard_at`` is when we heard, None where that is not known any more. ``kind`` is namespaced, e.g.
    ``render.failed``. ``source`` names the row, e.g. ``renders/r-71c0``. ``place`` is where a carrier
    scanned it, in its own words (often near the customer's home). ``anomalies`` say what cannot be right.
    """

    id: str
    at: datetime
    heard_at: datetime | None
    kind: str
    tone: Tone
    stage: Stage
    actor: str
    text: str
    source: str
    clock: str
    place: str = ""
    anomalies: tuple[str, ...] = ()
