"""When things were delivered, by the definitions that answers, queues and reports share.

A parcel is delivered when the carrier says so, at its first attempt where that is told. A print job is
delivered with its last parcel, a line with its first complete job, an order with its last counted line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from orders.contract.model import Order, OrderLine, OrderState, PrintJob, PrintJobState, Shipment, ShipmentState
from orders.snapshot import OrderSnapshot

NOT_DELIVERED_AFTER_ALL = frozenset(
    {ShipmentState.RETURNING, ShipmentState.RETURNED, ShipmentState.LOST, ShipmentState.CANCELLED}
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """That something arrived; ``at`` is None where nobody says when."""

    at: datetime | None


def promise_of(order: Order | None) -> datetime | None:
    """The promise made at checkout; the one in force where the first was not kept."""
    return (order.first_deliver_by or order.deliver_by) if order else None


def parcel_delivered(parcel: Shipment) -> Delivered | None:
    """A delivery that was undone later (returned to sender, lost) is none."""
    if parcel.state in NOT_DELIVERED_AFTER_ALL:
        return None
    if parcel.state is not ShipmentState.DELIVERED and parcel.delivered_at is None:
        return None
    told = [time for time in (parcel.first_attempt_at, parcel.delivered_at) if time]
    scanned = [scan.at for scan in parcel.scans if scan.at]
    return Delivered(min(told) if told else max(scanned, default=parcel.updated_at))


def parcels_delivered(parcels: Iterable[Shipment]) -> Delivered | None:
    """All of them, at the time of the last; a cancelled label is no parcel. None where there are none."""
    each = [parcel_delivered(parcel) for parcel in parcels if parcel.state is not ShipmentState.CANCELLED]
    if not each or any(delivered is None for delivered in each):
        return None
    return Delivered(max((d.at for d in each if d and d.at), default=None))


def parcels_of_line(snapshot: OrderSnapshot, jobs: Iterable[PrintJob]) -> tuple[Shipment, ...]:
    """The parcels of these jobs; where none names them, those that name no job we know."""
    own = {parcel.shipment_id: parcel for job in jobs for parcel in snapshot.parcels_of(job)}
    return tuple(own.values()) or snapshot.loose_parcels()


def line_delivered(snapshot: OrderSnapshot, line: OrderLine) -> Delivered | None:
    """With its first complete job, so that a reprint after delivery changes nothing."""
    jobs = snapshot.jobs_of(line)
    complete = [done for job in jobs if (done := parcels_delivered(snapshot.parcels_of(job)))]
    if not complete:
        return parcels_delivered(parcels_of_line(snapshot, jobs))
    return Delivered(min((done.at for done in complete if done.at), default=None))


def counted(snapshot: OrderSnapshot, line: OrderLine) -> bool:
    """Whether a line still belongs to what is to be delivered: not where all its jobs were cancelled."""
    jobs = snapshot.jobs_of(line)
    return not jobs or any(job.state is not PrintJobState.CANCELLED for job in jobs)


def order_delivered(snapshot: OrderSnapshot) -> Delivered | None:
    """With its last counted line; an order without parcels by its own word."""
    order = snapshot.order
    if not snapshot.parcels:
        said = order is not None and (order.delivered_at is not None or order.state is OrderState.DELIVERED)
        return Delivered(order.delivered_at) if order and said else None
    lines = [line for line in snapshot.lines if counted(snapshot, line)]
    each = [line_delivered(snapshot, line) for line in lines] or [parcels_delivered(snapshot.parcels)]
    if any(delivered is None for delivered in each):
        return None
    return Delivered(max((d.at for d in each if d and d.at), default=None))
