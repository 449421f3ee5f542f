"""Until when an escalation's problem can be claimed, in words and as times: the claim clock of its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from orders.contract.model import Printer
from orders.delivery import parcels_delivered, promise_of
from orders.lines import line_views
from orders.snapshot import OrderSnapshot
from support.escalations.models import Escalation
from support.escalations.worktime import HOURS_A_DAY, worktime_of
from support.reasons import Party, Reason, Since, Window

NOBODY: Final = "Nobody outside pays for this: there is nothing to claim."
COUNTS: Final = {
    Since.DELIVERY: "from delivery",
    Since.PROMISE: "from the day it was promised for, as nothing has arrived",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWindow:
    """``opens`` and ``closes`` are None where they cannot be told; ``over`` once it is closed."""

    words: str
    opens: datetime | None = None
    closes: datetime | None = None
    over: bool = False


def shown_window(
    reason: Reason, escalation: Escalation, snapshot: OrderSnapshot | None, printer: Printer | None, now: datetime
) -> ShownWindow:
    """The window of a problem, by the order's rows and the printer's own term."""
    window = reason.window
    if window is None or escalation.party in (Party.US, Party.CUSTOMER):
        return ShownWindow(words=NOBODY)
    own = printer.claim_window_days if printer else 0
    days = own or window.days
    words = window_words(window, own)
    begins = _begins(window, escalation, snapshot)
    closes = begins + timedelta(days=days) if begins else None
    return ShownWindow(
        words=words,
        opens=_opens(window, escalation, snapshot, printer),
        closes=closes,
        over=closes is not None and closes <= now,
    )


def window_words(window: Window, own: int = 0) -> str:
    """Until when something can be claimed; ``own`` are the days that a printer's own row says, 0 where none."""
    whose = "this printer’s own term" if own else "most printers’ term"
    words = f"{own or window.days} days {COUNTS[window.since]}: {whose}."
    wait = f" One printer takes it only {window.wait_days} working days after hand-over, on tracked services."
    return words + (wait if window.wait_days else "")


def _begins(window: Window, escalation: Escalation, snapshot: OrderSnapshot | None) -> datetime | None:
    if snapshot is None:
        return None
    if window.since is Since.PROMISE:
        return promise_of(snapshot.order)
    if escalation.parcel_id:
        arrived = parcels_delivered(each for each in snapshot.parcels if each.shipment_id == escalation.parcel_id)
        return arrived.at if arrived else None
    for view in line_views(snapshot):
        if view.line.line_id == escalation.line_id and view.arrived is not None:
            return view.arrived.at
    return snapshot.order.delivered_at if snapshot.order else None


def _opens(
    window: Window, escalation: Escalation, snapshot: OrderSnapshot | None, printer: Printer | None
) -> datetime | None:
    """When it may be claimed at the earliest, where one has to wait."""
    if not window.wait_days or snapshot is None:
        return None
    handed = [each.handed_over_at for each in snapshot.parcels if each.shipment_id == escalation.parcel_id]
    since = next((at for at in handed if at is not None), None)
    return worktime_of(printer).after(since, window.wait_days * HOURS_A_DAY) if since else None
