"""Escalations as people read them: in lists, on their order, in its timeline."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from orders.answer.model import Stage, TimelineEvent, Tone
from orders.contract.model import Printer
from support.audit import actors
from support.commands.people import called
from support.escalations.change import ASSIGNED, RATED, SAID
from support.escalations.climb import REMINDED
from support.escalations.hear import TOLD
from support.escalations.models import CLOSED, Escalation, EscalationState, Severity, Step
from support.escalations.names import PARTIES, about, name_of
from support.escalations.send import WROTE
from support.mail.back import CAME_BACK
from support.printer_api.mend import ONCE_MORE as CALL_AGAIN
from support.printer_api.settle import GIVEN_UP as CALL_GIVEN_UP
from support.printer_api.settle import REFUSED as CALL_REFUSED
from support.reasons import Party
from support.shown.commands import cause_words
from support.shown.steps import printer_name

S = EscalationState
TONES: Final = {
    S.OPEN: Tone.WARN, S.AWAITING_EVIDENCE: Tone.WARN, S.APPROVED: Tone.OK, S.REJECTED: Tone.FAIL,
    S.DISPUTED: Tone.WARN, S.RESOLVED: Tone.OK,
}  # fmt: skip
SEVERITIES: Final = {
    Severity.URGENT: "Urgent",
    Severity.HIGH: "High",
    Severity.NORMAL: "Normal",
    Severity.LOW: "Low",
}
SENTENCES: Final = {
    SAID.name: "Words added",
    REMINDED.name: "Told {who} that it is {how}",
    WROTE.name: "Wrote to the printer again",
    CAME_BACK.name: "The mail {what}",
    TOLD.name: "The printer says: {meaning}",
    CALL_REFUSED.name: "The printer’s API refused what we told it",
    CALL_AGAIN.name: "Had the printer told again by its API",
    CALL_GIVEN_UP.name: "The printer could not be told by its API within a day",
}
"""What steps did that need nothing but their event’s details, by its type."""

SEVERITY_TONES: Final = {Severity.URGENT: Tone.FAIL, Severity.HIGH: Tone.WARN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEscalation:
    """One escalation in words; nothing in it is about its customer. ``order`` is the order's number, or its id."""

    escalation: Escalation
    anchor: str
    address: str
    reason: str
    about: str
    order: str
    order_address: str
    against: str
    label: str
    tone: Tone
    severity: str
    severity_tone: Tone
    owner: str
    opener: str
    overdue: bool
    live: bool


def shown_escalation(
    escalation: Escalation, now: datetime, printers: Mapping[str, Printer] | None = None
) -> ShownEscalation:
    """An escalation with its state in words."""
    state, severity = S(escalation.state), Severity(escalation.severity)
    live = state not in CLOSED
    return ShownEscalation(
        escalation=escalation,
        anchor=f"escalation-{escalation.pk}",
        address=reverse("escalation", args=[escalation.pk]),
        reason=cause_words(escalation.reason),
        about=about(escalation),
        order=escalation.order_number or escalation.order_id,
        order_address=reverse("order", args=[escalation.order_id]) if escalation.order_id else "",
        against=against(escalation, printers or {}),
        label=name_of(state, escalation.party),
        tone=TONES.get(state, Tone.IDLE),
        severity=SEVERITIES[severity],
        severity_tone=SEVERITY_TONES.get(severity, Tone.IDLE),
        owner=called(escalation.owner) if escalation.owner is not None else "",
        opener=opened_by(escalation),
        overdue=live and escalation.due_at is not None and escalation.due_at <= now,
        live=live,
    )


def against(escalation: Escalation, printers: Mapping[str, Printer]) -> str:
    """With whom it is taken up: a printer by name."""
    if escalation.party == Party.PRINTER and escalation.printer_id:
        return printer_name(escalation.printer_id, printers)
    return PARTIES[Party(escalation.party)]


def opened_by(escalation: Escalation) -> str:
    """The colleague's name, or the program's."""
    if escalation.person is not None:
        return called(escalation.person)
    return escalation.token.name if escalation.token is not None else "somebody who has left"


def step_words(step: Step, escalation: Escalation, known: Mapping[str, str]) -> str:
    """What a step did, in a sentence without its actor; ``known`` are names of actors."""
    details = step.event.details
    if words := SENTENCES.get(step.event.type):
        return words.format_map(details)
    match step.event.type:
        case ASSIGNED.name:
            return f"Given to {known.get(details['owner'], 'a colleague')}"
        case RATED.name:
            was, now = (SEVERITIES[Severity(details[name])].lower() for name in ("was", "now"))
            return f"Severity changed from {was} to {now}"
    if not step.was:
        return "Opened"
    back = S(step.was) in CLOSED and S(step.now) not in CLOSED
    return "Reopened" if back else name_of(S(step.now), escalation.party)


def actors_in(escalations: Collection[Escalation]) -> dict[str, str]:
    """The names of all who acted in the steps of these, or were given one: two queries."""
    events = [step.event for escalation in escalations for step in escalation.steps.all()]
    wanted = {event.actor for event in events} | {event.details.get("owner", "") for event in events}
    return actors.names(wanted - {""}) if wanted else {}


def escalation_events(escalation: Escalation, known: Mapping[str, str]) -> Iterator[TimelineEvent]:
    """Its steps as events of its order, without their words: those are on its own page."""
    what = f"{cause_words(escalation.reason)}, {about(escalation)}"
    for step in escalation.steps.all():
        said = step_words(step, escalation, known)
        moved = step.was != step.now
        yield TimelineEvent(
            id=f"escalation-{escalation.pk}-{step.pk}",
            at=step.at,
            heard_at=step.at,
            kind=f"escalation.{step.now}" if moved else step.event.type,
            tone=TONES.get(S(step.now), Tone.IDLE) if moved else Tone.IDLE,
            stage=Stage.UNKNOWN,
            actor=known.get(step.event.actor, "Printdesk"),
            text=f"Escalated: {what}" if not step.was else f"Escalation ({what}): {said[0].lower()}{said[1:]}",
            source=f"escalations/{escalation.pk}",
            clock="Printdesk",
        )
