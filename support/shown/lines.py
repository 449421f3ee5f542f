"""A line of an order as its page shows it: the print, the four steps, what failed, every attempt, job and parcel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from django.urls import reverse

from orders.answer.facts import carrier_name
from orders.answer.model import LineAnswer, Tone
from orders.contract.model import OrderLine, Print, Printer, PrintJob, Render, Scan, Shipment
from orders.lines import LineView
from orders.projections import keys
from orders.story import OrderStory
from support.shown import states
from support.shown.acts import ShownAct
from support.shown.hits import anchor
from support.shown.pictures import Pages, Sheet, ShownPage, failed_render, pages_beside, pages_of
from support.shown.steps import Step, photos, printer_name, steps_of

MOST_SCANS: Final = 30
BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)
FAILING: Final = frozenset({Tone.FAIL, Tone.WARN})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRender:
    """One render attempt and its place on the page. ``took`` and ``pages`` are None where there is none."""

    render: Render
    anchor: str
    state: str
    tone: Tone
    took: timedelta | None
    pages: Pages | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownJob:
    """One print job and its place on the page. ``address`` is its printer's page, "" where it names none."""

    job: PrintJob
    anchor: str
    state: str
    tone: Tone
    printer: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownParcel:
    """One parcel and its place on the page; the latest scans, newest first, and how many older ones there are."""

    parcel: Shipment
    anchor: str
    state: str
    tone: Tone
    carrier: str
    scans: Sequence[Scan]
    unshown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line. ``cover`` is its place on the sheet of pictures, "" where it has none; ``pages`` are the one at fault
    and those beside it, empty where no page is.
    """

    anchor: str
    line: OrderLine
    design: Print | None
    product: str
    about: str
    answer: LineAnswer | None
    steps: tuple[Step, ...]
    failed: Render | None
    cover: str
    pages: tuple[ShownPage, ...]
    renders: tuple[ShownRender, ...] = field(default=())
    jobs: tuple[ShownJob, ...] = field(default=())
    parcels: tuple[ShownParcel, ...] = field(default=())
    acts: tuple[ShownAct, ...] = field(default=())

    @property
    def comparable(self) -> bool:
        """Whether there are two attempts with pictures to be put side by side."""
        return bool(self.line.line_id) and sum(bool(shown.pages) for shown in self.renders) > 1

    @property
    def explained(self) -> bool:
        """Whether there is something to explain in words."""
        return self.answer is not None and bool(self.answer.explanation or self.answer.advice)


def shown_line(
    story: OrderStory, view: LineView, answer: LineAnswer | None, sheet: Sheet, acts: tuple[ShownAct, ...] = ()
) -> ShownLine:
    """Everything of one line, from its own rows; its pictures are on the sheet."""
    line, design, failed = view.line, view.design, failed_render(view)
    product = line.product or (design.product if design else "")
    return ShownLine(
        anchor=anchor("line", line.line_id),
        line=line,
        design=design,
        product=product.replace("-", " ").replace("_", " "),
        about=_about(design),
        answer=answer,
        steps=steps_of(view, story.printers),
        failed=failed,
        cover=sheet.box(design.cover_key) if design else "",
        pages=pages_beside(failed, design, sheet),
        renders=tuple(shown_render(story.snapshot.order_id, render) for render in view.renders),
        jobs=tuple(shown_job(job, story.printers) for job in view.jobs),
        parcels=tuple(shown_parcel(parcel) for parcel in view.parcels),
        acts=acts,
    )


def shown_render(order_id: str, render: Render) -> ShownRender:
    """A render attempt with its state in words."""
    return ShownRender(
        render=render,
        anchor=anchor("render", render.render_id),
        state=states.words(render.state, render.raw_state),
        tone=states.tone(render.state),
        took=render.finished_at - render.started_at if render.finished_at and render.started_at else None,
        pages=pages_of(order_id, render),
    )


def shown_job(job: PrintJob, printers: Mapping[str, Printer]) -> ShownJob:
    """A print job with its state in words and its printer's name."""
    return ShownJob(
        job=job,
        anchor=anchor("print_job", job.print_job_id),
        state=states.words(job.state, job.raw_state),
        tone=states.tone(job.state),
        printer=printer_name(job.printer_id, printers),
        address=reverse("printer", args=[job.printer_id]) if keys.usable(job.printer_id) else "",
    )


def shown_parcel(parcel: Shipment) -> ShownParcel:
    """A parcel with its state in words. Scans without a time come last: nobody knows when they were."""
    scans = sorted(parcel.scans, key=lambda scan: scan.at or BEFORE_ALL, reverse=True)
    return ShownParcel(
        parcel=parcel,
        anchor=anchor("parcel", parcel.shipment_id),
        state=states.words(parcel.state, parcel.raw_state),
        tone=states.tone(parcel.state),
        carrier=carrier_name(parcel.carrier),
        scans=scans[:MOST_SCANS],
        unshown=len(scans[MOST_SCANS:]),
    )


def _about(design: Print | None) -> str:
    """ "48 pages, 112 photos"."""
    if design is None:
        return ""
    pages = f"{design.page_count} {'page' if design.page_count == 1 else 'pages'}" if design.page_count else ""
    return ", ".join(part for part in (pages, photos(design)) if part)
