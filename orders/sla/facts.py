"""The SLA fact of an order: its times, flags and dimensions, and never a class that time alone would change.

Definitions: on time, late and the other classes are a function of a fact, a promise and an as-of instant, and are
computed in the query. Times are RFC 3339 in UTC, null where unknown; each stage boundary is the latest over the
counted print jobs and parcels.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from orders.contract.model import OrderLine, OrderState, PrintJob, RenderState, ShipmentState
from orders.delivery import order_delivered, parcels_delivered, parcels_of_line
from orders.snapshot import ABANDONED_JOB_STATES, OrderSnapshot

SCHEMA_VERSION = 1
NEVER_ARRIVES = frozenset({ShipmentState.RETURNED, ShipmentState.LOST, ShipmentState.CANCELLED})


def fact(snapshot: OrderSnapshot) -> dict[str, Any]:
    """The fact of an order whose row is there."""
    order = snapshot.order
    if order is None:
        raise ValueError(f"no fact without the order's row: {snapshot.order_id}")
    jobs = [job for line in snapshot.lines if (job := counted_job(snapshot, line)) is not None]
    parcels = parcels_of_line(snapshot, jobs)
    delivered = order_delivered(snapshot)
    ready = [r for r in snapshot.renders if r.state is RenderState.READY]
    address = order.ship_to
    return {
        "schema": SCHEMA_VERSION,
        "order_id": snapshot.order_id,
        "placed_at": _text(order.placed_at),
        "paid_at": _text(order.paid_at),
        "files_ready_at": _latest(r.finished_at for r in ready),
        "accepted_at": _latest(job.accepted_at for job in jobs),
        "dispatched_at": _latest(job.dispatched_at for job in jobs),
        "handed_over_at": _latest(parcel.handed_over_at for parcel in parcels),
        "delivered": delivered is not None,
        "delivered_at": _text(delivered.at if delivered else None),
        "first_deliver_by": _text(order.first_deliver_by),
        "deliver_by": _text(order.deliver_by),
        "last_scan_at": _latest(scan.at for parcel in parcels for scan in parcel.scans),
        "cancelled": order.state is OrderState.CANCELLED,
        "lost_or_returned": bool(parcels) and all(p.state in NEVER_ARRIVES for p in parcels),
        "country": address.country if address else "",
        "region": address.region if address else "",
        "shipping_method": order.shipping_method,
        "currency": order.currency,
        "total": order.total,
        "products": _values(line.product for line in snapshot.lines),
        "printers": _values(job.printer_id for job in jobs),
        "carriers": _values(parcel.carrier for parcel in parcels),
        "services": _values(parcel.service for parcel in parcels),
        "templates": _values(render.template_id for render in ready),
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


def _latest(times: Iterable[datetime | None]) -> str | None:
    return _text(max((when for when in times if when is not None), default=None))


def _text(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _values(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})
