"""The step from a problem to everything that is done about it: what is chosen, and exactly what would be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from orders.answer import answer
from orders.answer.reply import Language, languages
from support import masking
from support.escalations.names import PARTIES
from support.reasons import Group, Party, evidence_names, groups
from support.remedies.models import Message
from support.remedies.plan import Plan
from support.remedies.wanted import Part, Wanted
from support.shown.commands import NOUNS
from support.shown.escalation_form import Subject, subjects_of
from support.shown.escalations import SEVERITIES, ShownEscalation, shown_escalation
from support.shown.hits import anchor
from support.shown.steps import printer_name
from support.templatetags.money import digits_of

LABELS: Final = {
    Part.COMMAND: "Ask the backend",
    Part.ESCALATION: "Escalate",
    Part.CLAIM: "Claim",
    Part.MESSAGE: "Message to the customer",
    Part.NOTE: "Internal note",
}
WITHOUT: Final = {
    Part.COMMAND: "Nothing is printed or rendered again from here: somebody has to ask for it on the order’s page.",
    Part.ESCALATION: "Nobody outside hears of it, and nobody is reminded; a claim needs it.",
    Part.CLAIM: "We bear the cost. It can still be claimed from the escalation’s page, while the window is open.",
    Part.MESSAGE: "The customer hears nothing from here.",
    Part.NOTE: "Colleagues see what was done in the timeline, without words.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """One part: whether it would be done, what it means where not, and why it cannot be."""

    part: Part
    label: str
    on: bool
    able: bool
    trouble: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCopy:
    """One command as it would be given; ``cost`` is in minor units, 0 where it costs nothing or is not known."""

    what: str
    line: str
    where: str
    cost: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyForm:
    """Everything the step's templates draw. ``problems`` are by field or part; ``typed`` are words that were not sent
    yet, by field.
    """

    plan: Plan
    order_id: str
    title: str
    sentence: str
    now: datetime
    subject: str
    subjects: Sequence[Subject]
    groups: Sequence[Group]
    parts: Sequence[ShownPart]
    copies: Sequence[ShownCopy]
    escalation: ShownEscalation
    missing: Sequence[str]
    languages: Sequence[Language]
    typed: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def wanted(self) -> Wanted:
        """What was sent."""
        return self.plan.wanted

    @property
    def party(self) -> str:
        """Who is liable, in words."""
        return PARTIES[Party(self.plan.scene.aim.party)]

    @property
    def severities(self) -> Sequence[tuple[str, str]]:
        """How bad it may be."""
        return [(severity.value, label) for severity, label in SEVERITIES.items()]

    @property
    def amount(self) -> str:
        """What is recommended, as it is typed."""
        return typed_amount(self.plan.amount, self.plan.scene.currency)

    @property
    def claim_amount(self) -> str:
        """What is claimed, as it is typed."""
        return typed_amount(self.plan.claimed.amount or None, self.plan.claimed.currency)

    @property
    def days_left(self) -> int | None:
        """Days in which it can still be claimed."""
        clock = self.plan.claimed.clock
        return clock.days_left(self.now) if clock else None

    @property
    def places(self) -> Mapping[str, str]:
        """The rest of the names under which the words of each field are kept until they are sent: what was typed for
        one choice is none of another's.
        """
        of = f"{self.plan.scene.reason.code}-{self.plan.chosen.resolution.code}-{self.plan.told.words.language}"
        return {
            name: name if name == "words" else f"{name}-{of}" for name in ("words", "subject", "text", "note", "letter")
        }

    @property
    def texts(self) -> Mapping[str, str]:
        """The words of each field: what was sent and refused, what was typed and not sent, what is suggested."""
        said = {"words": self.wanted.words, "subject": self.plan.told.words.subject, "text": self.plan.told.words.text}
        said |= {"note": self.plan.note, "letter": self.plan.taken_up.letter}
        sent = {name for name in said if getattr(self.wanted, name)}
        return {name: text if name in sent else self.typed.get(self.places[name], text) for name, text in said.items()}

    @property
    def mails(self) -> bool:
        """Whether the message would go by mail."""
        return self.plan.mails

    @property
    def copied(self) -> bool:
        """Whether it would be copied and sent elsewhere."""
        return self.plan.has(Part.MESSAGE) and self.plan.told.how is Message.COPIED

    @property
    def existing_place(self) -> str:
        """Where what is under way already is on the order's page."""
        found = self.plan.chosen.copies.existing
        if found is None:
            return ""
        return (
            "order-requests"
            if found.kind == "request"
            else (f"command-{found.id}" if found.kind == "command" else anchor(found.kind, found.id))
        )


def remedy_form(
    plan: Plan, subject: str, typed: Mapping[str, str], problems: Mapping[str, str] | None = None
) -> RemedyForm:
    """The step on the order as it is now; nothing in it is about its customer but what was typed."""
    whole, scene = plan.scene.situation.story, plan.scene
    story, now = masking.order_story(whole), scene.situation.now
    order = story.snapshot.order
    return RemedyForm(
        plan=plan,
        order_id=plan.wanted.order_id,
        title=(order.order_number if order else "") or plan.wanted.order_id,
        sentence=answer(story.snapshot, now=now, printers=story.printers).sentence,
        now=now,
        subject=subject,
        subjects=list(subjects_of(story)),
        groups=groups(),
        parts=[_part(plan, part) for part in Part],
        copies=list(_copies(plan)),
        escalation=shown_escalation(plan.taken_up.escalation, now, story.printers),
        missing=[evidence_names()[name] for name in plan.claimed.missing],
        languages=list(languages().values()),
        typed=typed,
        problems=problems or {},
    )


def typed_amount(minor: int | None, currency: str) -> str:
    """``1497, "EUR"`` as it is typed: "14.97"; "" where there is none."""
    if minor is None:
        return ""
    digits = digits_of(currency)
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def _part(plan: Plan, part: Part) -> ShownPart:
    trouble = _trouble(plan, part)
    able = part is not Part.COMMAND or plan.chosen.resolution.does is not None
    return ShownPart(
        part=part, label=LABELS[part], on=plan.has(part), able=able, trouble=trouble, without=WITHOUT[part]
    )


def _trouble(plan: Plan, part: Part) -> str:
    refusals = {
        Part.COMMAND: plan.chosen.copies.refusal,
        Part.ESCALATION: plan.taken_up.refusal,
        Part.CLAIM: plan.claimed.refusal,
        Part.MESSAGE: plan.told.refusal,
    }
    if part is Part.COMMAND:
        return plan.chosen.copies.trouble
    if part is Part.CLAIM and plan.claimed.late:
        return "The window has closed."
    return str(refusals.get(part) or "")


def _copies(plan: Plan) -> Sequence[ShownCopy]:
    printers = plan.scene.situation.story.printers
    known = {choice.printer.printer_id: choice.printer for choice in plan.offering.printers}
    return [
        ShownCopy(
            what=NOUNS[copy.wish.kind],
            line=copy.target.line_id,
            where=printer_name(copy.target.printer_id, {**known, **printers}) if copy.target.printer_id else "",
            cost=copy.target.cost,
            currency=copy.target.currency,
        )
        for copy in plan.chosen.copies.copies
    ]
