"""What exactly a problem is about: the order's line, print job, parcel and printer, told from one another."""

from __future__ import annotations

from dataclasses import dataclass

from orders.contract.model import PrintJob, Shipment
from orders.lines import line_views
from orders.printers import find_printer
from orders.snapshot import OrderSnapshot
from support.commands.refusals import Invalid, NotThere
from support.commands.situation import Situation
from support.reasons import Party, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a problem names, as far as it does."""

    line_id: str = ""
    print_job_id: str = ""
    parcel_id: str = ""
    printer_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim(Named):
    """What it is about, with whose order that is and who is liable."""

    order_id: str = ""
    order_number: str = ""
    user_id: str = ""
    party: Party


def aim_at_order(named: Named, reason: Reason, situation: Situation) -> Aim:
    """Against what the order's rows say. Raises NotThere, and Invalid where the parts do not belong together."""
    snapshot = situation.story.snapshot
    parcel = _parcel(snapshot, named.parcel_id)
    job = _job(snapshot, named, parcel)
    line_id = job.line_id if job else named.line_id
    if line_id:
        situation.line(line_id)
    printer_id = _printer(snapshot, named, job, parcel, situation)
    order = snapshot.order
    return Aim(
        order_id=snapshot.order_id,
        order_number=order.order_number if order else "",
        user_id=order.user_id if order else "",
        line_id=line_id,
        print_job_id=job.print_job_id if job else "",
        parcel_id=parcel.shipment_id if parcel else _only_parcel(snapshot, job),
        printer_id=printer_id,
        party=_party(reason, snapshot, job, parcel),
    )


def aim_at_printer(printer_id: str, reason: Reason) -> Aim:
    """About a printer and no order. Raises NotThere."""
    if find_printer(printer_id) is None:
        raise NotThere("There is no printer with this id.")
    return Aim(printer_id=printer_id, party=reason.undispatched)


def _parcel(snapshot: OrderSnapshot, parcel_id: str) -> Shipment | None:
    if not parcel_id:
        return None
    for parcel in snapshot.parcels:
        if parcel.shipment_id == parcel_id:
            return parcel
    raise NotThere("The order has no such parcel.")


def _job(snapshot: OrderSnapshot, named: Named, parcel: Shipment | None) -> PrintJob | None:
    """The print job that is named, the only one in the parcel, or the one that counts for the line."""
    if named.print_job_id:
        job = next((job for job in snapshot.print_jobs if job.print_job_id == named.print_job_id), None)
        if job is None:
            raise NotThere("The order has no such print job.")
        if named.line_id not in ("", job.line_id):
            raise Invalid(print_job_id="This print job is not of that line.")
        if parcel is not None and parcel.print_job_ids and job.print_job_id not in parcel.print_job_ids:
            raise Invalid(parcel_id="This print job is not in that parcel.")
        return job
    inside = [job for job in snapshot.print_jobs if parcel and job.print_job_id in parcel.print_job_ids]
    if named.line_id:
        ofline = [job for job in inside if job.line_id == named.line_id]
        if inside and not ofline:
            raise Invalid(parcel_id="Nothing of that line is in this parcel.")
        counts = (view.job for view in line_views(snapshot) if view.line.line_id == named.line_id)
        return ofline[-1] if ofline else next(counts, None)
    return inside[0] if len(inside) == 1 else None


def _only_parcel(snapshot: OrderSnapshot, job: PrintJob | None) -> str:
    """The parcel that a print job is in, where there is one and no other."""
    parcels = snapshot.parcels_of(job) if job else ()
    return parcels[0].shipment_id if len(parcels) == 1 else ""


def _printer(
    snapshot: OrderSnapshot, named: Named, job: PrintJob | None, parcel: Shipment | None, situation: Situation
) -> str:
    known = (job.printer_id if job else "") or (parcel.printer_id if parcel else "")
    if named.printer_id:
        if known not in ("", named.printer_id):
            raise Invalid(printer_id="Another printer has this print job.")
        if not known and situation.printer(named.printer_id) is None:
            raise NotThere("There is no printer with this id.")
        return named.printer_id
    everyone = {view.job.printer_id for view in line_views(snapshot) if view.job and view.job.printer_id}
    return known or (everyone.pop() if len(everyone) == 1 and not named.line_id else "")


def _party(reason: Reason, snapshot: OrderSnapshot, job: PrintJob | None, parcel: Shipment | None) -> Party:
    """Who is liable: until the carrier has it, that may be somebody else than after."""
    parcels = [parcel] if parcel else snapshot.parcels_of(job) if job else snapshot.parcels
    moving = any(each.handed_over_at or each.scans for each in parcels)
    return reason.party if moving else reason.undispatched
