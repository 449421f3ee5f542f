"""The page of one claim: how much, from whom, until when, what is missing, what happened, and where it may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from orders.answer.model import Tone
from orders.printers import find_printer
from orders.read import load_story
from support import masking
from support.audit import actors
from support.claims.lacking import lacking
from support.claims.models import Claim, ClaimState, ClaimStep
from support.claims.ways import Way, ways_from
from support.commands.asker import Asker
from support.shown.claim_form import plainly
from support.shown.claims import TONES, ShownClaim, shown_claim, step_words
from support.shown.note_text import Words, words
from support.shown.notes import masked


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """One step, newest first on the page."""

    step: ClaimStep
    anchor: str
    who: str
    said: str
    text: str
    words: Words | None
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was sent and could not be done: what was wrong with which field, what was typed."""

    to: str = ""
    text: str = ""
    granted: str = ""
    credit_note: str = ""
    problem: str = ""
    field: str = ""
    existing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """Everything its templates draw. ``drawn`` is the number of changes that its form was drawn with."""

    shown: ShownClaim
    now: datetime
    lacking: Sequence[str]
    steps: Sequence[ShownStep]
    ways: Sequence[tuple[str, Way]]
    granted: str
    typed: Typed
    drawn: int

    @property
    def outdated(self) -> bool:
        """Whether its form was drawn before somebody changed it."""
        return self.drawn != self.shown.claim.changes

    @property
    def settles(self) -> bool:
        """Whether a way asks how much they give."""
        return any(way.granted for _, way in self.ways)

    @property
    def version(self) -> str:
        """Moves with each change, as it becomes overdue, and day by day."""
        clock = self.shown.clock
        return f"{self.shown.claim.changes}-{int(self.shown.overdue)}-{clock.left if clock else ''}".replace(" ", "")


def claim_page(claim: Claim, asker: Asker, typed: Typed | None = None, drawn: int = 0) -> ClaimPage:
    """The page at this moment, for ``asker``; words are masked by what the order's story holds of its people."""
    now, typed = timezone.now(), typed or Typed()
    story = load_story(claim.order_id) if claim.order_id else None
    printer = find_printer(claim.printer_id) if claim.printer_id else None
    live = claim.state in (ClaimState.DRAFT, ClaimState.SENT)
    return ClaimPage(
        shown=shown_claim(claim, now, {printer.printer_id: printer} if printer else {}),
        now=now,
        lacking=lacking(claim.escalation) if live else (),
        steps=_steps(claim, masking.story_secrets(story) if story else masking.NOTHING),
        ways=[(to.value, way) for to, way in ways_from(ClaimState(claim.state)).items() if asker.may(way.permission)],
        granted=typed.granted or plainly(claim.granted if claim.granted is not None else claim.amount, claim),
        typed=typed,
        drawn=drawn or claim.changes,
    )


def _steps(claim: Claim, secrets: masking.Secrets) -> list[ShownStep]:
    mask, steps = masked(secrets), list(claim.steps.all())
    known = actors.names(step.event.actor for step in steps)
    return [
        ShownStep(
            step=step,
            anchor=f"claim-step-{step.pk}",
            who=known.get(step.event.actor, "Printdesk"),
            said=step_words(step.was, step.now, step.event.type, step.event.details),
            text=mask(step.text),
            words=words(mask(step.text), ()) if step.text else None,
            tone=TONES.get(ClaimState(step.now), Tone.IDLE) if step.was != step.now else Tone.IDLE,
        )
        for step in reversed(steps)
    ]
