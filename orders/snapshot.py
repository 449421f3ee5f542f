"""One order as the projection knows it: its own rows, and the prints it was derived with.

Everything that is said about an order (its answer, its search, queue and SLA rows) is a pure function of a
snapshot, and of nothing else but the time asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from orders.contract.model import Order, OrderLine, Print, PrintJob, PrintJobState, Render, Shipment

ABANDONED_JOB_STATES = frozenset({PrintJobState.CANCELLED, PrintJobState.REJECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSnapshot:
    """The live rows of one order. ``order`` is None where its rows came before it, or it was purged.

    ``renders``, ``print_jobs`` and ``parcels`` are in the order of their making, oldest first.
    """

    order_id: str
    order: Order | None = None
    renders: tuple[Render, ...] = ()
    print_jobs: tuple[PrintJob, ...] = ()
    parcels: tuple[Shipment, ...] = ()
    prints: Mapping[str, Print] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        """The order's lines, then one for each line that only its other rows name."""
        listed = self.order.lines if self.order is not None else ()
        named = [(render.line_id, render.print_id) for render in self.renders]
        named += [(job.line_id, "") for job in self.print_jobs]
        known = {line.line_id for line in listed}
        prints = {line_id: print_id for line_id, print_id in named if print_id}
        unlisted = dict.fromkeys(line_id for line_id, _ in named if line_id not in known)
        return listed + tuple(OrderLine(line_id=id_, print_id=prints.get(id_, "")) for id_ in unlisted)

    def print_of(self, line: OrderLine) -> Print | None:
        """The line's design, where the backend has sent it."""
        return self.prints.get(line.print_id)

    def renders_of(self, line: OrderLine) -> tuple[Render, ...]:
        """The line's render attempts, oldest first."""
        return tuple(render for render in self.renders if render.line_id == line.line_id)

    def jobs_of(self, line: OrderLine) -> tuple[PrintJob, ...]:
        """The line's print jobs, oldest first."""
        return tuple(job for job in self.print_jobs if job.line_id == line.line_id)

    def parcels_of(self, job: PrintJob) -> tuple[Shipment, ...]:
        """The parcels that carry a print job, oldest first."""
        return tuple(parcel for parcel in self.parcels if job.print_job_id in parcel.print_job_ids)

    def loose_parcels(self) -> tuple[Shipment, ...]:
        """Parcels that name no print job we know of."""
        known = {job.print_job_id for job in self.print_jobs}
        return tuple(parcel for parcel in self.parcels if not known.intersection(parcel.print_job_ids))
