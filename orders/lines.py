"""What speaks for a line now: of its many rows, the parcel, print job, render or design that counts.

Answers and deadlines are built from the same views, so that a page and a queue never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orders.contract.model import (
    OrderLine,
    Print,
    PrintJob,
    PrintJobState,
    Render,
    RenderState,
    Shipment,
    ShipmentState,
)
from orders.delivery import Delivered, line_delivered, parcel_delivered, parcels_delivered, parcels_of_line
from orders.snapshot import ABANDONED_JOB_STATES, OrderSnapshot

DEAD_JOBS = ABANDONED_JOB_STATES | {PrintJobState.FILE_ERROR, PrintJobState.ERROR}
WITHDRAWN_RENDERS = frozenset({RenderState.SUPERSEDED, RenderState.CANCELLED})

WORST_FIRST = (
    ShipmentState.LOST,
    ShipmentState.DAMAGED,
    ShipmentState.RETURNED,
    ShipmentState.RETURNING,
    ShipmentState.EXCEPTION,
    ShipmentState.CUSTOMS_HOLD,
    ShipmentState.ATTEMPT_FAILED,
    ShipmentState.DELAYED,
    ShipmentState.READY_FOR_PICKUP,
    ShipmentState.UNKNOWN,
    ShipmentState.CANCELLED,
    ShipmentState.LABEL_CREATED,
    ShipmentState.PICKED_UP,
    ShipmentState.IN_TRANSIT,
    ShipmentState.OUT_FOR_DELIVERY,
    ShipmentState.DELIVERED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line and the rows that count for it.

    ``render``, ``job`` and ``parcel`` are None where that step was not reached, or does not count any more
    (a rejected job after which the print was rendered anew). ``parcels`` are those of ``job``; ``parcel`` is the
    one to worry about most. ``delivered`` is the line's first complete delivery, ``arrived`` that of ``job``.
    """

    line: OrderLine
    design: Print | None
    renders: tuple[Render, ...]
    jobs: tuple[PrintJob, ...]
    render: Render | None
    job: PrintJob | None
    parcels: tuple[Shipment, ...]
    parcel: Shipment | None
    delivered: Delivered | None
    arrived: Delivered | None

    @property
    def replaces(self) -> PrintJob | None:
        """The job that the current one is a reprint of, where we know it."""
        wanted = self.job.reprint_of if self.job else ""
        return next((job for job in self.jobs if job.print_job_id == wanted), None)

    @property
    def is_reprint(self) -> bool:
        """Whether the current job replaces an earlier one."""
        return bool(self.job and self.job.reprint_of)


def line_views(snapshot: OrderSnapshot) -> tuple[LineView, ...]:
    """A view of each line; one nameless line where an order has parcels and nothing else."""
    lines = snapshot.lines or ((OrderLine(),) if snapshot.parcels else ())
    return tuple(_view(snapshot, line) for line in lines)


def last_movement(parcel: Shipment) -> datetime | None:
    """When the carrier last said anything of a parcel."""
    times = [*(scan.at for scan in parcel.scans), parcel.handed_over_at, parcel.first_attempt_at]
    return max((time for time in times if time), default=parcel.updated_at)


def _view(snapshot: OrderSnapshot, line: OrderLine) -> LineView:
    jobs, renders = snapshot.jobs_of(line), snapshot.renders_of(line)
    render, job = _current_render(renders), _current_job(jobs)
    if job and render and not snapshot.parcels_of(job) and _rendered_anew(job, render, renders):
        job = None
    parcels = parcels_of_line(snapshot, (job,) if job else jobs)
    return LineView(
        line=line,
        design=snapshot.print_of(line),
        renders=renders,
        jobs=jobs,
        render=render,
        job=job,
        parcels=parcels,
        parcel=_speaking_parcel(parcels, job),
        delivered=line_delivered(snapshot, line),
        arrived=parcels_delivered(parcels),
    )


def _current_render(renders: tuple[Render, ...]) -> Render | None:
    standing = [render for render in renders if render.state not in WITHDRAWN_RENDERS]
    return max(standing or renders, key=lambda render: render.attempt, default=None)


def _current_job(jobs: tuple[PrintJob, ...]) -> PrintJob | None:
    live = [job for job in jobs if job.state not in ABANDONED_JOB_STATES]
    replaced = {job.reprint_of for job in live}
    standing = [job for job in live if job.print_job_id not in replaced]
    return next(reversed(standing or live or jobs), None)


def _rendered_anew(job: PrintJob, render: Render, renders: tuple[Render, ...]) -> bool:
    """Whether a dead job's line was rendered again since, so that the render speaks and not the job."""
    if job.state not in DEAD_JOBS or render.render_id == job.render_id:
        return False
    used = next((r.attempt for r in renders if r.render_id == job.render_id), None)
    if used is not None:
        return render.attempt > used
    return bool(render.queued_at and job.submitted_at and render.queued_at > job.submitted_at)


def _speaking_parcel(parcels: tuple[Shipment, ...], job: PrintJob | None) -> Shipment | None:
    """The worst parcel on its way, or the last delivered; a label made before the job is done does not speak."""
    under_way = [p for p in parcels if not parcel_delivered(p) and p.state is not ShipmentState.CANCELLED]
    if job is not None and job.state is not PrintJobState.DISPATCHED:
        under_way = [parcel for parcel in under_way if not _only_a_label(parcel)]
    if under_way:
        return min(under_way, key=lambda parcel: WORST_FIRST.index(parcel.state))
    arrived = [parcel for parcel in parcels if parcel_delivered(parcel)]
    called_off = [parcel for parcel in parcels if parcel.state is ShipmentState.CANCELLED and parcel.handed_over_at]
    return next(reversed(arrived or called_off), None)


def _only_a_label(parcel: Shipment) -> bool:
    return parcel.state is ShipmentState.LABEL_CREATED and parcel.handed_over_at is None
