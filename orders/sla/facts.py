"""The SLA facts of an order: one for the order, one for each of its print jobs and parcels.

A fact holds times, flags and dimensions, and never a class that time alone would change: the class is a function of a
fact, a promise and an as-of instant, and is worked out in the query. Its columns are in ``orders.sla.columns``; times
are whole microseconds since 1970 in UTC, None where unknown. Each boundary of an order's stages is the latest over its
counted print jobs and parcels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from orders.contract.model import Order, OrderLine, PrintJob, PrintJobState, RenderState, Shipment, ShipmentState
from orders.delivery import counted, order_delivered, parcel_delivered, parcels_delivered, parcels_of_line
from orders.lines import DEAD_JOBS
from orders.snapshot import ABANDONED_JOB_STATES, OrderSnapshot

SCHEMA_VERSION: Final = 3
NEVER_ARRIVES: Final = frozenset({ShipmentState.RETURNED, ShipmentState.LOST})
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)

Fact = dict[str, Any]


class Unit(StrEnum):
    """What a fact is about."""

    ORDER = "order"
    PRINT_JOB = "print_job"
    PARCEL = "parcel"


def facts(snapshot: OrderSnapshot) -> list[Fact]:
    """The facts of an order whose row is there, the order's own first."""
    order = snapshot.order
    if order is None:
        raise ValueError(f"no facts without the order's row: {snapshot.order_id}")
    own = _order(snapshot, order)
    shared = {name: own[name] for name in SHARED}
    return [own, *(shared | each for each in (*_jobs(snapshot), *_parcels(snapshot)))]


SHARED: Final = (
    "order_id", "order_number", "placed_at", "paid_at", "render_queued_at", "render_started_at", "files_ready_at",
    "country", "region", "shipping_method", "templates",
)  # fmt: skip
"""What a print job's and a parcel's fact takes from its order's."""


def _order(snapshot: OrderSnapshot, order: Order) -> Fact:
    lines = [line for line in snapshot.lines if counted(snapshot, line)]
    jobs = [job for line in lines if (job := counted_job(snapshot, line)) is not None]
    parcels = [p for p in parcels_of_line(snapshot, jobs) if p.state is not ShipmentState.CANCELLED]
    delivered = order_delivered(snapshot)
    ready = [render for render in snapshot.renders if render.state is RenderState.READY]
    last = max(
        (render for render in ready if render.finished_at), key=lambda each: each.finished_at or EPOCH, default=None
    )
    address = order.ship_to
    return {
        "unit": Unit.ORDER.value,
        "id": snapshot.order_id,
        "order_id": snapshot.order_id,
        "order_number": order.order_number,
        "placed_at": _at(order.placed_at),
        "paid_at": _at(order.paid_at),
        "render_queued_at": _at(last.queued_at if last else None),
        "render_started_at": _at(last.started_at if last else None),
        "files_ready_at": _at(last.finished_at if last else None),
        "accepted_at": _latest(job.accepted_at for job in jobs),
        "dispatched_at": _latest(job.dispatched_at for job in jobs),
        "handed_over_at": _latest(parcel.handed_over_at for parcel in parcels),
        "delivered_at": _at(delivered.at if delivered else None),
        "heard_at": _latest(scan.at for parcel in parcels for scan in parcel.scans),
        "first_promise": _at(order.first_deliver_by),
        "promise": _at(order.deliver_by),
        "done_at": _at(delivered.at if delivered else None),
        "cancelled": order.state.value == "cancelled",
        "unpaid": order.paid_at is None,
        "lost": any(_never_arrives(parcel) for parcel in parcels),
        "country": address.country if address else "",
        "region": address.region if address else "",
        "shipping_method": order.shipping_method,
        "products": _values(line.product for line in snapshot.lines),
        "printers": _values(job.printer_id for job in jobs),
        "carriers": _values(parcel.carrier for parcel in parcels),
        "services": _values(parcel.service for parcel in parcels),
        "templates": _values(render.template_id for render in ready),
    }


def _jobs(snapshot: OrderSnapshot) -> Iterator[Fact]:
    lines = {line.line_id: line for line in snapshot.lines}
    replaced = {job.reprint_of for job in snapshot.print_jobs if job.state not in DEAD_JOBS}
    for job in snapshot.print_jobs:
        parcels = snapshot.parcels_of(job)
        delivered = parcels_delivered(parcels)
        line = lines.get(job.line_id)
        yield {
            "unit": Unit.PRINT_JOB.value,
            "id": job.print_job_id,
            "accepted_at": _at(job.accepted_at),
            "dispatched_at": _at(job.dispatched_at),
            "handed_over_at": _latest(parcel.handed_over_at for parcel in parcels),
            "delivered_at": _at(delivered.at if delivered else None),
            "heard_at": None,
            "first_promise": _at(job.dispatch_by),
            "promise": _at(job.dispatch_by),
            "done_at": _at(job.dispatched_at),
            "cancelled": job.state is PrintJobState.CANCELLED,
            "unpaid": False,
            "lost": job.state in DEAD_JOBS and job.print_job_id not in replaced,
            "products": _values([line.product] if line else []),
            "printers": _values([job.printer_id]),
            "carriers": _values(parcel.carrier for parcel in parcels),
            "services": _values(parcel.service for parcel in parcels),
        }


def _parcels(snapshot: OrderSnapshot) -> Iterator[Fact]:
    lines = {line.line_id: line for line in snapshot.lines}
    for parcel in snapshot.parcels:
        delivered = parcel_delivered(parcel)
        jobs = [job for job in snapshot.print_jobs if job.print_job_id in parcel.print_job_ids]
        yield {
            "unit": Unit.PARCEL.value,
            "id": parcel.shipment_id,
            "accepted_at": _latest(job.accepted_at for job in jobs),
            "dispatched_at": _latest(job.dispatched_at for job in jobs),
            "handed_over_at": _at(parcel.handed_over_at),
            "delivered_at": _at(delivered.at if delivered else None),
            "heard_at": _latest(scan.at for scan in parcel.scans),
            "first_promise": _at(parcel.deliver_by),
            "promise": _at(parcel.deliver_by),
            "done_at": _at(delivered.at if delivered else None),
            "cancelled": parcel.state is ShipmentState.CANCELLED,
            "unpaid": False,
            "lost": _never_arrives(parcel),
            "products": _values(lines[job.line_id].product for job in jobs if job.line_id in lines),
            "printers": _values([parcel.printer_id, *(job.printer_id for job in jobs)]),
            "carriers": _values([parcel.carrier]),
            "services": _values([parcel.service]),
        }


def counted_job(snapshot: OrderSnapshot, line: OrderLine) -> PrintJob | None:
    """The print job that counts for a line: the first that arrived complete, else the latest that lives."""
    jobs = snapshot.jobs_of(line)
    arrived = [
        (done.at.isoformat() if done.at else "", number, job)
        for number, job in enumerate(jobs)
        if (done := parcels_delivered(snapshot.parcels_of(job))) is not None
    ]
    if arrived:
        return min(arrived)[2]
    living = [job for job in jobs if job.state not in ABANDONED_JOB_STATES]
    return living[-1] if living else None


def _never_arrives(parcel: Shipment) -> bool:
    return parcel.state in NEVER_ARRIVES


def _latest(times: Iterable[datetime | None]) -> int | None:
    return _at(max((when for when in times if when is not None), default=None))


def _at(when: datetime | None) -> int | None:
    return (when - EPOCH) // MICROSECOND if when else None


def _values(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})
