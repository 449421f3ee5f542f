"""What an order's rows say of the thing that an escalation is about, as far as the claim clock asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orders.contract.model import PrintJob, Shipment, ShipmentState
from orders.deadlines import LONG_AGO
from orders.delivery import order_delivered, parcels_delivered, parcels_of_line, promise_of
from orders.lines import line_views
from orders.snapshot import OrderSnapshot
from support.claims.carriers import carrier_terms
from support.claims.clock import Facts
from support.escalations.models import Escalation


def facts_of(escalation: Escalation, snapshot: OrderSnapshot) -> Facts:
    """Of its parcel, else of its print job, its line, the whole order; of several parcels the one handed over last."""
    parcels = _parcels(escalation, snapshot)
    speaking = max(parcels, key=_handed_over, default=None)
    order = snapshot.order
    carrier, service = (speaking.carrier, speaking.service) if speaking else ("", "")
    return Facts(
        delivered_at=_delivered_at(escalation, snapshot, parcels),
        promised_for=promise_of(order),
        handed_over_at=speaking.handed_over_at if speaking else None,
        carrier=carrier,
        service=service,
        country=order.ship_to.country if order and order.ship_to else "",
        tracked=carrier_terms(carrier, service).tracked,
    )


def job_of(escalation: Escalation, snapshot: OrderSnapshot) -> PrintJob | None:
    """The print job that it is about: the one it names, or the one that counts for its line."""
    if escalation.print_job_id:
        return next((job for job in snapshot.print_jobs if job.print_job_id == escalation.print_job_id), None)
    return next((view.job for view in line_views(snapshot) if view.line.line_id == escalation.line_id), None)


def _parcels(escalation: Escalation, snapshot: OrderSnapshot) -> Sequence[Shipment]:
    if escalation.parcel_id:
        return [each for each in snapshot.parcels if each.shipment_id == escalation.parcel_id]
    if escalation.print_job_id:
        job = job_of(escalation, snapshot)
        found: Sequence[Shipment] = parcels_of_line(snapshot, (job,)) if job else ()
    elif escalation.line_id:
        found = next((view.parcels for view in line_views(snapshot) if view.line.line_id == escalation.line_id), ())
    else:
        found = snapshot.parcels
    return [each for each in found if each.state is not ShipmentState.CANCELLED]


def _delivered_at(escalation: Escalation, snapshot: OrderSnapshot, parcels: Sequence[Shipment]) -> datetime | None:
    """When it arrived: with its last parcel; where there are none at all, by the order's own word."""
    part = escalation.parcel_id or escalation.print_job_id or escalation.line_id
    done = parcels_delivered(parcels) if part and snapshot.parcels else order_delivered(snapshot)
    return done.at if done else None


def _handed_over(parcel: Shipment) -> tuple[bool, datetime]:
    return parcel.handed_over_at is not None, parcel.handed_over_at or LONG_AGO
