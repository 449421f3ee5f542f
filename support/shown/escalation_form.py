"""The form by which a problem is taken up: what it may be about, with what is likely filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from orders.answer import answer
from orders.answer.model import Answer
from orders.story import OrderStory
from support import masking
from support.escalations.escalate import Problem
from support.escalations.models import Escalation
from support.escalations.names import PARTIES
from support.reasons import Group, Reason, groups, reason_of
from support.shown import states
from support.shown.escalation_window import window_words
from support.shown.escalations import SEVERITIES, ShownEscalation, shown_escalation
from support.shown.steps import printer_name

WHOLE: Final = "order"
NAMES: Final = {"line": "line_id", "job": "print_job_id", "parcel": "parcel_id"}
"""The first word of a choice's value, and what of a problem the rest of it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing it may be about: ``value`` as the form sends it."""

    value: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What one reason asks for: against whom it goes, and until when it can be claimed, "" where nobody pays."""

    reason: Reason
    against: str
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateForm:
    """``problem`` holds what was typed so far, ``subject`` what is chosen. ``trouble`` says what stands in the way, of
    ``field`` where it is one's fault; ``existing`` is the live one of the same.
    """

    problem: Problem
    order_id: str
    title: str
    sentence: str
    now: datetime
    subject: str
    subjects: Sequence[Subject]
    groups: Sequence[Group]
    severities: Sequence[tuple[str, str]]
    trouble: str = ""
    field: str = ""
    existing: ShownEscalation | None = None

    @property
    def hinted(self) -> Sequence[tuple[Group, Sequence[Needed]]]:
        """The reasons of which something is to be known before one escalates, by group."""
        return [
            (group, [_needed(reason) for reason in group.reasons if reason.hint or reason.evidence])
            for group in self.groups
        ]


def escalate_form(
    whole: OrderStory,
    problem: Problem,
    *,
    trouble: str = "",
    field: str = "",
    existing: Escalation | None = None,
) -> EscalateForm:
    """The form, on the order as it is now."""
    story, now = masking.order_story(whole), timezone.now()
    order = story.snapshot.order
    return EscalateForm(
        problem=problem,
        order_id=story.snapshot.order_id,
        title=(order.order_number if order else "") or story.snapshot.order_id,
        sentence=answer(story.snapshot, now=now, printers=story.printers).sentence,
        now=now,
        subject=subject_of(problem),
        subjects=list(subjects_of(story)),
        groups=groups(),
        severities=[(severity.value, label) for severity, label in SEVERITIES.items()],
        trouble=trouble,
        field=field,
        existing=shown_escalation(existing, now, story.printers) if existing else None,
    )


def likely_reason(whole: OrderStory, problem: Problem) -> str:
    """The reason that is offered first: that of the case in which the line is, or any line of a whole order."""
    said: Answer = answer(whole.snapshot, now=timezone.now(), printers=whole.printers)
    line_id = problem.line_id or _line_of(whole, problem)
    cases = [line.situation for line in said.lines if line.line_id == line_id or not line_id]
    return next(filter(None, map(reason_of, cases)), "")


def subject_of(problem: Problem) -> str:
    """What a problem is about, as a choice of the form has it."""
    for kind, name in reversed(NAMES.items()):
        if told := getattr(problem, name):
            return f"{kind}:{told}"
    return WHOLE


def _needed(reason: Reason) -> Needed:
    window = window_words(reason.window) if reason.window else ""
    return Needed(reason=reason, against=PARTIES[reason.party], window=window)


def _line_of(story: OrderStory, problem: Problem) -> str:
    inside = {
        id_ for each in story.snapshot.parcels if each.shipment_id == problem.parcel_id for id_ in each.print_job_ids
    }
    wanted = inside | {problem.print_job_id}
    return next((job.line_id for job in story.snapshot.print_jobs if job.print_job_id in wanted), "")


def subjects_of(story: OrderStory) -> Iterator[Subject]:
    """What a problem may be about: the order, its lines, their print jobs, its parcels."""
    yield Subject(value=WHOLE, words="The whole order")
    for line in story.snapshot.lines:
        product = line.product.replace("-", " ") or "item"
        yield Subject(value=f"line:{line.line_id}", words=f"Line {line.line_id}: {product}")
        for job in story.snapshot.jobs_of(line):
            where, state = printer_name(job.printer_id, story.printers), states.words(job.state, job.raw_state)
            yield Subject(value=f"job:{job.print_job_id}", words=f"Print job {job.print_job_id} at {where}: {state}")
    for parcel in story.snapshot.parcels:
        state = states.words(parcel.state, parcel.raw_state)
        yield Subject(value=f"parcel:{parcel.shipment_id}", words=f"Parcel {parcel.shipment_id}: {state}")
