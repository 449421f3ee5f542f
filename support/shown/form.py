"""The form by which something is asked for: what it is about, what it costs, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from orders.answer import answer
from orders.answer.failures import failures
from orders.contract.model import CommandKind
from orders.lines import line_views
from orders.printers import every_printer
from orders.story import OrderStory
from support import masking
from support.commands.kinds import Act, Target
from support.commands.refusals import Existing
from support.commands.wish import Wish
from support.printers.fit import Choice, choices
from support.printers.pauses import paused
from support.reasons import Group, groups
from support.shown import states
from support.shown.commands import NOUNS, cause_words
from support.shown.hits import anchor
from support.shown.steps import printer_name

PLACES = {"render": "render", "print_job": "print_job"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """``wish`` holds what was typed so far. ``problem`` says what stands in the way, by field where it is one's fault;
    ``existing`` is what is under way already. Without ``target`` there is nothing that can be asked for.
    """

    act: Act
    wish: Wish
    order_id: str
    title: str
    sentence: str
    now: datetime
    target: Target | None
    about: str
    groups: Sequence[Group]
    failure: str
    printers: Sequence[Choice]
    problem: str = ""
    field: str = ""
    existing: Existing | None = None
    may_override: bool = False

    @property
    def failure_words(self) -> str:
        """The failure's code in words."""
        return cause_words(self.failure)

    @property
    def existing_place(self) -> str:
        """Where what is under way is on the order's page."""
        if self.existing is None:
            return ""
        if self.existing.kind in ("command", "request"):
            return f"{self.existing.kind}-{self.existing.id}"
        return anchor(self.existing.kind, self.existing.id)

    @property
    def noun(self) -> str:
        """What is asked for."""
        return NOUNS[self.act.kind]


def form_page(
    whole: OrderStory,
    act: Act,
    wish: Wish,
    target: Target | None,
    *,
    problem: str = "",
    field: str = "",
    existing: Existing | None = None,
    may_override: bool = False,
) -> FormPage:
    """The form, on the order as it is now."""
    story, now = masking.order_story(whole), timezone.now()
    order = story.snapshot.order
    failure = _failure(story, wish.line_id) if act.kind is CommandKind.RENDER else ""
    return FormPage(
        act=act,
        wish=wish,
        order_id=wish.order_id,
        title=(order.order_number if order else "") or wish.order_id,
        sentence=answer(story.snapshot, now=now, printers=story.printers).sentence,
        now=now,
        target=target,
        about=_about(story, wish),
        groups=groups(),
        failure=failure,
        printers=_choices(story, target) if act.kind is CommandKind.REROUTE and target else (),
        problem=problem,
        field=field,
        existing=existing,
        may_override=may_override,
    )


def _failure(story: OrderStory, line_id: str) -> str:
    """The code of the line's failed render, where it is one that we have words for."""
    for view in line_views(story.snapshot):
        if view.line.line_id == line_id and view.render is not None and view.render.failure is not None:
            code = view.render.failure.code
            return code if code in failures() else ""
    return ""


def _about(story: OrderStory, wish: Wish) -> str:
    """What the wish is about, in words."""
    for job in story.snapshot.print_jobs:
        if wish.print_job_id and job.print_job_id == wish.print_job_id:
            state = states.words(job.state, job.raw_state)
            return f"Print job {job.print_job_id} at {printer_name(job.printer_id, story.printers)}: {state}"
    for line in story.snapshot.lines:
        if line.line_id == wish.line_id:
            return f"Line {line.line_id}: {line.product.replace('-', ' ') or 'item'}"
    return ""


def _choices(story: OrderStory, target: Target) -> list[Choice]:
    """Printers that make the product and do not have the job; those that take no work say why."""
    line = next(line for line in story.snapshot.lines if line.line_id == target.line_id)
    design = story.snapshot.print_of(line)
    product = line.product or (design.product if design else "")
    return choices(every_printer(), paused(), product, _holder(story, target))


def _holder(story: OrderStory, target: Target) -> str:
    jobs = (job for job in story.snapshot.print_jobs if job.print_job_id == target.print_job_id)
    return next((job.printer_id for job in jobs), "")
