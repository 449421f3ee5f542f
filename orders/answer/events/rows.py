"""The moments that the rows themselves tell: each row's own times, its present state, the carriers' scans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from orders.answer.words import quote
from orders.contract.model import Order, Print, PrintJob, Render, RenderState, Scan, Shipment, ShipmentState
from orders.snapshot import OrderSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A row reached a state.

    ``detail`` is added to the words of the state; ``own`` replaces them. ``scan`` numbers the carriers' scans.
    """

    table: str
    key: str
    state: str
    at: datetime
    detail: str = ""
    own: str = ""
    scan: int = 0
    clock: str = ""
    place: str = ""

    @property
    def source(self) -> str:
        """The row it comes from."""
        return f"{self.table}/{self.key}"


def moments(snapshot: OrderSnapshot) -> Iterator[Moment]:
    """Every moment the order's rows tell of."""
    if snapshot.order is not None:
        yield from _order(snapshot.order)
    for design in snapshot.prints.values():
        yield from _print(design)
    for render in snapshot.renders:
        yield from _render(render)
    for job in snapshot.print_jobs:
        yield from _job(job)
    for parcel in snapshot.parcels:
        yield from _parcel(parcel)


def _order(order: Order) -> Iterator[Moment]:
    own = {"placed": order.placed_at, "paid": order.paid_at, "cancelled": order.cancelled_at}
    own["delivered"] = order.delivered_at
    told = {"awaiting_payment": "placed", "confirmed": "paid"}
    for state, at in own.items():
        if at is not None:
            yield Moment(table="orders", key=order.order_id, state=state, at=at, detail=_order_detail(order, state))
    state = order.raw_state or order.state
    if order.updated_at and not own.get(told.get(state, state)):
        yield Moment(
            table="orders", key=order.order_id, state=state, at=order.updated_at, detail=_order_detail(order, state)
        )


def _order_detail(order: Order, state: str) -> str:
    if state == "cancelled" and order.cancelled_by:
        return f"by {quote(order.cancelled_by)}"
    return quote(order.hold_reason) if state == "on_hold" else ""


def _print(design: Print) -> Iterator[Moment]:
    if design.updated_at is None:
        return
    photos = f"{design.photos_uploaded:,} of {design.photo_count:,} photos" if design.photo_count else ""
    yield Moment(
        table="prints",
        key=design.print_id,
        state=design.raw_state or design.state,
        at=design.updated_at,
        detail=photos,
    )


def _render(render: Render) -> Iterator[Moment]:
    ended = render.raw_state or render.state
    over = render.state not in {RenderState.QUEUED, RenderState.RENDERING}
    own = {"queued": render.queued_at, "rendering": render.started_at}
    own[ended] = own.get(ended) or (render.finished_at if over else None) or render.updated_at
    attempt = f"attempt {render.attempt}" if render.attempt > 1 else ""
    failure = render.failure
    page = f"page {failure.page}" if failure and failure.page else ""
    why = ", ".join(part for part in (attempt, page, quote(failure.message) if failure else "") if part)
    for state, at in own.items():
        if at is not None:
            yield Moment(
                table="renders",
                key=render.render_id,
                state=state,
                at=at,
                detail=why if state == "failed" else attempt,
                clock="renderer",
            )


def _job(job: PrintJob) -> Iterator[Moment]:
    own = {"submitted": job.submitted_at, "accepted": job.accepted_at, "printed": job.printed_at}
    own["dispatched"] = job.dispatched_at
    present = job.raw_state or job.state
    own[present] = own.get(present) or job.updated_at
    replaced = f"in place of {job.reprint_of}" + (f" ({quote(job.cause)})" if quote(job.cause) else "")
    said = ", ".join(part for part in (quote(job.reason), quote(job.raw_status)) if part)
    for state, at in own.items():
        if at is not None:
            first = replaced if job.reprint_of and state == "submitted" else ""
            yield Moment(
                table="print_jobs",
                key=job.print_job_id,
                state=state,
                at=at,
                detail=", ".join(part for part in (first, said if state == present else "") if part),
                clock="printer" if state != "submitted" else "",
            )


def _parcel(parcel: Shipment) -> Iterator[Moment]:
    present = parcel.raw_state or parcel.state
    own = {"handed_over": parcel.handed_over_at, "delivered": parcel.delivered_at}
    if parcel.first_attempt_at != parcel.delivered_at:
        own["first_attempt"] = parcel.first_attempt_at
    moving = parcel.state in {ShipmentState.PICKED_UP, ShipmentState.IN_TRANSIT} and parcel.handed_over_at
    if not own.get(present) and not moving and not any(scan.at == parcel.updated_at for scan in parcel.scans):
        own[present] = parcel.updated_at
    said = ", ".join(part for part in (quote(parcel.exception_reason), quote(parcel.raw_status)) if part)
    folded: set[int] = set()
    for state, at in own.items():
        if at is not None:
            number = _scan_at(parcel, at, folded)
            folded.add(number)
            scan = parcel.scans[number] if number >= 0 else Scan()
            detail = quote(scan.description) or (said if state == present else "")
            yield _of_parcel(parcel, state, at, detail=detail, place=scan.location)
    for number, scan in enumerate(parcel.scans):
        at = scan.at or parcel.updated_at or parcel.handed_over_at
        if at is not None and number not in folded:
            words = quote(scan.description) or quote(scan.code) or "a scan without words"
            clock = "carrier" if scan.at else "heard"
            yield _of_parcel(parcel, "scan", at, own=words, scan=number + 1, clock=clock, place=scan.location)


def _scan_at(parcel: Shipment, at: datetime, taken: set[int]) -> int:
    """The number of the last scan of that very moment, told together with the milestone; -1 where there is none."""
    same = [number for number, scan in enumerate(parcel.scans) if scan.at == at and number not in taken]
    return same[-1] if same else -1


def _of_parcel(
    parcel: Shipment,
    state: str,
    at: datetime,
    *,
    detail: str = "",
    own: str = "",
    scan: int = 0,
    clock: str = "carrier",
    place: str = "",
) -> Moment:
    return Moment(
        table="shipments",
        key=parcel.shipment_id,
        state=state,
        at=at,
        detail=detail,
        own=own,
        scan=scan,
        clock=clock,
        place=place,
    )
