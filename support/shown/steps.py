"""The four steps of a line, uploaded, rendered, printed, sent, each from its own rows and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from orders.answer.facts import carrier_name
from orders.answer.model import Tone
from orders.contract.model import (
    Print,
    Printer,
    PrintJob,
    PrintJobState,
    PrintState,
    RenderState,
    Shipment,
    ShipmentState,
)
from orders.lines import LineView
from support.shown import states


class Mark(StrEnum):
    """How a step is drawn: each has a shape of its own."""

    DONE = "done"
    NOW = "now"
    WARN = "warn"
    BAD = "bad"
    TODO = "todo"
    PASSED = "passed"
    """Nothing was reported of it, and a later step has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``detail`` is words; ``at`` is when it got there, ``due`` when it should, for where neither is said."""

    name: str
    mark: Mark
    detail: str = ""
    at: datetime | None = None
    due: datetime | None = None


TONE_MARKS: Final = {Tone.FAIL: Mark.BAD, Tone.WARN: Mark.WARN, Tone.OK: Mark.DONE, Tone.IDLE: Mark.NOW}
NOT_BEGUN: Final = frozenset({PrintState.DRAFT, PrintState.SUBMITTED})


def steps_of(view: LineView, printers: Mapping[str, Printer]) -> tuple[Step, ...]:
    """Four steps; one without rows counts as passed where a later one has begun."""
    steps = [_upload(view.design), _render(view), _printing(view, printers), _parcel(view)]
    begun = max((place for place, step in enumerate(steps) if step.mark is not Mark.TODO), default=-1)
    return tuple(
        Step(name=step.name, mark=Mark.PASSED, detail="not reported")
        if step.mark is Mark.TODO and place < begun
        else step
        for place, step in enumerate(steps)
    )


def _upload(design: Print | None) -> Step:
    if design is None:
        return Step(name="Upload", mark=Mark.TODO, detail="print not known yet")
    mark = Mark.NOW if design.state in NOT_BEGUN else TONE_MARKS[states.tone(design.state)]
    return Step(name=states.words(design.state, design.raw_state), mark=mark, detail=photos(design))


def photos(design: Print) -> str:
    """ "112 photos", "111 of 112 photos, 1 failed"; "" where the backend says nothing of photos."""
    if not design.photo_count:
        return ""
    whole = design.photos_uploaded >= design.photo_count or (
        not design.photos_uploaded and design.state in DONE_UPLOADS
    )
    count = f"{design.photo_count}" if whole else f"{design.photos_uploaded} of {design.photo_count}"
    failed = f", {design.photos_failed} failed" if design.photos_failed else ""
    return f"{count} {'photo' if design.photo_count == 1 else 'photos'}{failed}"


DONE_UPLOADS: Final = frozenset({PrintState.UPLOADED, PrintState.LAYOUT_ADJUSTED, PrintState.LOCKED})


def _render(view: LineView) -> Step:
    render = view.render
    if render is None:
        return Step(name="Render", mark=Mark.TODO, detail="not yet")
    attempts = max(len(view.renders), render.attempt)
    detail = f"{attempts} attempts" if attempts > 1 else ""
    if render.state is RenderState.FAILED:
        return Step(name="Render failed", mark=Mark.BAD, detail=detail, at=render.finished_at or render.updated_at)
    at = render.finished_at or render.started_at or render.queued_at
    mark = TONE_MARKS[states.tone(render.state)]
    return Step(name=states.words(render.state, render.raw_state), mark=mark, detail=detail, at=at)


def _printing(view: LineView, printers: Mapping[str, Printer]) -> Step:
    job = view.job
    if job is None:
        return Step(name="Printer", mark=Mark.TODO, detail="not yet")
    mark = TONE_MARKS[states.tone(job.state)]
    where = printer_name(job.printer_id, printers)
    name = states.words(job.state, job.raw_state)
    if job.state in (PrintJobState.DISPATCHED, PrintJobState.PRINTED):
        return Step(name=name, mark=mark, detail=where, at=_reached(job))
    due = job.dispatch_by if mark is not Mark.BAD else None
    return Step(name=name, mark=mark, detail=where, at=None if due else job.updated_at, due=due)


def _reached(job: PrintJob) -> datetime | None:
    return job.dispatched_at if job.state is PrintJobState.DISPATCHED else job.printed_at


def _parcel(view: LineView) -> Step:
    parcel = view.parcel
    if parcel is None:
        due = view.job.dispatch_by if view.job and view.job.state is not PrintJobState.DISPATCHED else None
        return Step(name="Parcel", mark=Mark.TODO, detail="" if due else "not yet", due=due)
    name = states.words(parcel.state, parcel.raw_state)
    detail = carrier_name(parcel.carrier) + (f" · {len(view.parcels)} parcels" if len(view.parcels) > 1 else "")
    mark = TONE_MARKS[states.tone(parcel.state)]
    if parcel.state is ShipmentState.DELIVERED or parcel.delivered_at:
        return Step(name="Delivered", mark=Mark.DONE, detail=detail, at=parcel.delivered_at or parcel.updated_at)
    return Step(name=name, mark=mark, detail=detail, at=_heard(parcel), due=parcel.eta or parcel.deliver_by)


def _heard(parcel: Shipment) -> datetime | None:
    """When the carrier last scanned it."""
    return max((scan.at for scan in parcel.scans if scan.at), default=parcel.handed_over_at)


def printer_name(printer_id: str, printers: Mapping[str, Printer]) -> str:
    """The printer's name, its id where we have not heard of it."""
    printer = printers.get(printer_id)
    return (printer.name if printer else "") or printer_id
