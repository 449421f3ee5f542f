"""The problem as the order's rows have it: which lines it touches, how far they are, and what was paid for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orders.contract.model import PrintJob, PrintJobState
from orders.delivery import parcels_delivered
from orders.lines import DEAD_JOBS, LineView, line_views
from support.commands.situation import Situation
from support.escalations.aim import Aim, Named, aim_at_order
from support.reasons import Reason
from support.remedies.resolutions import Paid, Phase, Resolution

FURTHEST_LAST = (Phase.BEFORE, Phase.STOPPED, Phase.AT_PRINTER, Phase.SENT, Phase.ARRIVED)
HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One line that the problem touches, with the print job that is meant: None where it has none that counts."""

    view: LineView
    job: PrintJob | None
    phase: Phase

    @property
    def line_id(self) -> str:
        """The line's id."""
        return self.view.line.line_id

    @property
    def price(self) -> int:
        """What was paid for it, in minor units of the order's currency."""
        return self.view.line.unit_price * self.view.line.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A problem on its order. ``one`` is the line that it is about, None where it is about several; ``lines`` are all
    that it touches.
    """

    situation: Situation
    reason: Reason
    aim: Aim
    one: Touched | None
    lines: tuple[Touched, ...]

    @property
    def phase(self) -> Phase:
        """How far the line is; of several, the one that is furthest."""
        lines = (self.one,) if self.one else self.lines
        return max((line.phase for line in lines), key=FURTHEST_LAST.index, default=Phase.BEFORE)

    @property
    def currency(self) -> str:
        """Of what was paid."""
        order = self.situation.story.snapshot.order
        return order.currency if order else ""

    def amount_of(self, resolution: Resolution) -> int | None:
        """What is suggested, in minor units; None where nothing is, or nobody knows what was paid."""
        paid = self._paid(resolution.amount) if resolution.amount and self.currency else 0
        return paid * resolution.share // HUNDRED or None

    def _paid(self, of: Paid) -> int:
        order = self.situation.story.snapshot.order
        whole = order.total if order else 0
        if of is Paid.ORDER:
            return whole
        if of is Paid.DELIVERY:
            lines = sum(line.unit_price * line.quantity for line in self.situation.story.snapshot.lines)
            return max(0, whole - lines)
        return self.one.price if self.one else sum(line.price for line in self.lines) or whole


def scene_of(situation: Situation, named: Named, reason: Reason) -> Scene:
    """The problem as it stands. Raises NotThere, and Invalid where what is named does not belong together."""
    aim = aim_at_order(named, reason, situation)
    touched = [_touched(situation, view, aim) for view in line_views(situation.story.snapshot) if view.line.line_id]
    meant = [each for each in touched if each.line_id == aim.line_id] or (touched if len(touched) == 1 else [])
    one = meant[0] if meant else None
    return Scene(situation=situation, reason=reason, aim=aim, one=one, lines=tuple(_lines(touched, one, aim)))


def _lines(touched: list[Touched], one: Touched | None, aim: Aim) -> Iterable[Touched]:
    """The one first; then those that are in the same parcel, or every line where the problem is the whole order's."""
    if one is not None:
        yield one
    for each in touched:
        together = aim.parcel_id and any(parcel.shipment_id == aim.parcel_id for parcel in each.view.parcels)
        if each is not one and (together or not (aim.line_id or aim.parcel_id)):
            yield each


def _touched(situation: Situation, view: LineView, aim: Aim) -> Touched:
    job = view.job
    if aim.print_job_id and view.line.line_id == aim.line_id:
        job = next((each for each in view.jobs if each.print_job_id == aim.print_job_id), job)
    return Touched(view=view, job=job, phase=_phase(situation, job))


def _phase(situation: Situation, job: PrintJob | None) -> Phase:
    if job is None:
        return Phase.BEFORE
    if job.state in DEAD_JOBS:
        return Phase.STOPPED
    parcels = situation.story.snapshot.parcels_of(job)
    if parcels_delivered(parcels) is not None:
        return Phase.ARRIVED
    moving = any(parcel.handed_over_at or parcel.scans for parcel in parcels)
    return Phase.SENT if moving or job.state is PrintJobState.DISPATCHED else Phase.AT_PRINTER
