"""The page of one escalation: what it is, against whom, by when, what happened, and where it may go from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Sum
from django.utils import timezone

from dashboard.permissions import Permission
from orders.answer import answer
from orders.contract.model import Printer
from orders.printers import find_printer
from orders.story import OrderStory
from support import masking
from support.claims.models import OPEN_CLAIMS
from support.commands.asker import Asker
from support.commands.people import called
from support.escalations.change import movers
from support.escalations.clock import climbed
from support.escalations.deadlines import Rung
from support.escalations.hold import is_own
from support.escalations.models import Escalation, EscalationState, Step
from support.escalations.moves import Way, ways_from
from support.escalations.names import name_of
from support.reasons import Reason, reasons
from support.shown.escalation_window import ShownWindow, shown_window
from support.shown.escalations import SEVERITIES, TONES, ShownEscalation, actors_in, shown_escalation, step_words
from support.shown.hits import anchor
from support.shown.note_text import Words, words
from support.shown.notes import Mask, masked
from support.shown.reveals import ShownReveal

TOLD: Final = {Rung.OWNER: "its owner is reminded", Rung.LEAD: "seniors are told", Rung.MANAGER: "managers are told"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """One step, newest first on the page."""

    step: Step
    anchor: str
    who: str
    said: str
    words: Words | None
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRung:
    """One rung of the ladder: who is told, when, and whether that was done."""

    words: str
    at: datetime
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWay:
    """One way out of the state that whoever looks may go."""

    to: str
    label: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was sent and could not be done: at which form, what was wrong with which field, what was typed.

    ``problem`` is "" where nothing was.
    """

    form: str = ""
    field: str = ""
    problem: str = ""
    to: str = ""
    text: str = ""
    severity: str = ""
    existing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPage:
    """Everything its templates draw. ``version`` is what an open page compares."""

    shown: ShownEscalation
    now: datetime
    words: Words | None
    sentence: str
    places: Sequence[tuple[str, str, str]]
    reason: Reason | None
    window: ShownWindow | None
    zone: str
    ladder: Sequence[ShownRung]
    steps: Sequence[ShownStep]
    ways: Sequence[ShownWay]
    colleagues: Sequence[tuple[int, str]]
    severities: Sequence[tuple[str, str]]
    may_move: bool
    may_take: bool
    may_say: bool
    typed: Typed
    drawn: int
    mask: Mask
    reveal: ShownReveal | None
    owed: bool

    @property
    def live(self) -> bool:
        """Whether it may still change by itself: it is open, something is claimed because of it, or a reveal ends."""
        return self.shown.live or self.owed or self.reveal is not None

    @property
    def outdated(self) -> bool:
        """Whether its forms were drawn before somebody changed it."""
        return self.drawn != self.shown.escalation.changes

    @property
    def version(self) -> str:
        """Moves with each change of it or its claims, and as it becomes overdue."""
        return version_of(self.shown.escalation, self.now, self.reveal)


def version_of(escalation: Escalation, now: datetime, reveal: ShownReveal | None) -> str:
    """What an open page compares. One query."""
    late = escalation.due_at is not None and escalation.due_at <= now
    claimed = escalation.claims.aggregate(changes=Sum("changes"))["changes"] or 0
    return f"{escalation.changes}-{claimed}-{int(late)}-{reveal.id if reveal else 0}"


def escalation_page(
    escalation: Escalation,
    story: OrderStory | None,
    asker: Asker,
    typed: Typed | None = None,
    drawn: int = 0,
    reveal: ShownReveal | None = None,
) -> EscalationPage:
    """The page at this moment, for ``asker``. Words are masked by what the order's story holds of its people, unless
    there is a ``reveal``. ``drawn`` is the number of changes that its forms were drawn with, 0 where that is now.
    """
    now, reason = timezone.now(), reasons().get(escalation.reason)
    printer = find_printer(escalation.printer_id)
    secrets = masking.story_secrets(story) if story else masking.NOTHING
    mask = masked(None if reveal else secrets)
    told = masking.order_story(story) if story else None
    may_move = asker.may(Permission.MOVE_ESCALATION, own=is_own(asker, escalation))
    free = escalation.owner_id is None and asker.person is not None and asker.may(Permission.MOVE_ESCALATION)
    return EscalationPage(
        shown=shown_escalation(escalation, now, {printer.printer_id: printer} if printer else {}),
        now=now,
        words=words(mask(escalation.text), ()) if escalation.text else None,
        sentence=answer(told.snapshot, now=now, printers=told.printers).sentence if told else "",
        places=_places(escalation),
        reason=reason,
        window=shown_window(escalation, story.snapshot if story else None, printer, now) if reason else None,
        zone=_zone(printer),
        ladder=_ladder(escalation),
        steps=_steps(escalation, mask, printer),
        ways=_ways(escalation, asker) if may_move else (),
        colleagues=_colleagues(escalation) if may_move else (),
        severities=[(severity.value, label) for severity, label in SEVERITIES.items()] if may_move else (),
        may_move=may_move,
        may_take=(may_move or free) and asker.person is not None and escalation.owner_id != asker.person.pk,
        may_say=asker.may(Permission.ESCALATE),
        typed=typed or Typed(),
        drawn=drawn or escalation.changes,
        mask=mask,
        reveal=reveal,
        owed=escalation.claims.filter(state__in=OPEN_CLAIMS).exists(),
    )


def _places(escalation: Escalation) -> list[tuple[str, str, str]]:
    """What it is about, with where that is on its order's page: name, id, anchor."""
    named = (
        ("Line", escalation.line_id, anchor("line", escalation.line_id)),
        ("Print job", escalation.print_job_id, anchor("print_job", escalation.print_job_id)),
        ("Parcel", escalation.parcel_id, anchor("parcel", escalation.parcel_id)),
    )
    return [(name, id_, place) for name, id_, place in named if id_]


def _zone(printer: Printer | None) -> str:
    """By whose clock it is due."""
    name = (printer.name or printer.printer_id) if printer else ""
    return f"in working hours of {name}" if name else "in working hours, UTC"


def _ladder(escalation: Escalation) -> list[ShownRung]:
    begun = climbed(escalation, escalation.moved_at)
    if begun is None:
        return []
    return [ShownRung(words=TOLD[rung], at=at, told=rung <= escalation.rung) for rung, at in begun.rungs]


def _steps(escalation: Escalation, mask: Mask, printer: Printer | None) -> list[ShownStep]:
    known = actors_in([escalation])
    known |= {f"printer:{printer.printer_id}": printer.name} if printer and printer.name else {}
    return [
        ShownStep(
            step=step,
            anchor=f"step-{step.pk}",
            who=known.get(step.event.actor, "Printdesk"),
            said=step_words(step, escalation, known),
            words=words(mask(step.text), ()) if step.text else None,
            tone=TONES.get(EscalationState(step.now), "idle") if step.was != step.now else "idle",
        )
        for step in reversed(escalation.steps.all())
    ]


def _ways(escalation: Escalation, asker: Asker) -> list[ShownWay]:
    return [
        ShownWay(to=to.value, label=way.act if way.act != "Sent" else name_of(to, escalation.party), way=way)
        for to, way in ways_from(EscalationState(escalation.state)).items()
        if asker.may(way.permission)
    ]


def _colleagues(escalation: Escalation) -> list[tuple[int, str]]:
    others = movers().exclude(pk=escalation.owner_id or 0)
    return [(person.pk, f"{called(person)} ({person.get_username()})") for person in others]
