"""Making the deadlines of one line: what they have in common, written once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from orders.contract.model import Order, PrintJob, Render, Shipment
from orders.deadlines.model import LONG_AGO, Deadline
from orders.lines import LineView


@dataclass(frozen=True, slots=True)
class Maker:
    """Builds the deadlines of one line of an order."""

    order: Order | None
    view: LineView

    def __call__(
        self,
        queue: str,
        since: datetime | None,
        wait: timedelta,
        code: str,
        why: str,
        *,
        row: Render | PrintJob | Shipment | None = None,
    ) -> Deadline:
        started = since or self.started
        line, job = self.view.line, self.view.job
        made = made_with(self.view)
        if isinstance(row, PrintJob | Shipment):
            made["printer_id"] = row.printer_id
        return Deadline(
            queue=queue,
            sub=_row_id(row) or line.line_id or line.print_id or "line",
            line_id=line.line_id,
            since=started,
            due_at=_after(started, wait),
            code=code,
            why=why,
            print_job_id=job.print_job_id if job else "",
            parcel_id=row.shipment_id if isinstance(row, Shipment) else "",
            value=line.unit_price * line.quantity,
            currency=self.order.currency if self.order else "",
            **made,
        )

    @property
    def started(self) -> datetime | None:
        """When the order's own work could begin: for rows that carry no time."""
        return (self.order.paid_at or self.order.placed_at) if self.order else None


class Made(TypedDict):
    """The printer, product and template ("id@version", of the render where there is one) that a line is made with."""

    printer_id: str
    product: str
    template: str


def made_with(view: LineView) -> Made:
    """What a line is made with, as far as is known."""
    made = view.render or view.design
    return Made(
        printer_id=view.job.printer_id if view.job else "",
        product=view.line.product or (view.design.product if view.design else ""),
        template=f"{made.template_id}@{made.template_version}" if made and made.template_id else "",
    )


def _row_id(row: Render | PrintJob | Shipment | None) -> str:
    match row:
        case Render():
            return row.render_id
        case PrintJob():
            return row.print_job_id
        case Shipment():
            return row.shipment_id
        case None:
            return ""


def _after(since: datetime | None, wait: timedelta) -> datetime:
    if since is None:
        return LONG_AGO
    try:
        return since + wait
    except OverflowError:
        return since
