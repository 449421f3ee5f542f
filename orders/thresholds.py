"""How long each step may take before somebody should look: the figures behind every "stuck" and "silent".

Queues and answers read the same ones, so that they never disagree.
"""

from __future__ import annotations

from datetime import time, timedelta

from orders.contract.model import PrintState, RenderState, ShipmentState

DESIGN: dict[PrintState, timedelta] = {
    PrintState.DRAFT: timedelta(hours=24),
    PrintState.SUBMITTED: timedelta(hours=12),
    PrintState.UPLOADING: timedelta(hours=12),
    PrintState.UPLOADED: timedelta(hours=24),
    PrintState.LAYOUT_ADJUSTED: timedelta(hours=24),
    PrintState.LOCKED: timedelta(hours=1),
    PrintState.UPLOAD_STALLED: timedelta(0),
    PrintState.ASSETS_MISSING: timedelta(0),
    PrintState.ABANDONED: timedelta(0),
    PrintState.UNKNOWN: timedelta(hours=24),
}
"""For a paid order: how long a design may stay in each state."""

RENDER: dict[RenderState, timedelta] = {
    RenderState.QUEUED: timedelta(minutes=60),
    RenderState.RENDERING: timedelta(minutes=30),
    RenderState.PREFLIGHT: timedelta(minutes=30),
    RenderState.READY: timedelta(hours=4),
    RenderState.FAILED: timedelta(0),
    RenderState.SUPERSEDED: timedelta(hours=4),
    RenderState.CANCELLED: timedelta(hours=4),
    RenderState.UNKNOWN: timedelta(hours=4),
}
"""How long a render may stay in each state; READY is the wait for a print job."""

NOTHING_KNOWN = timedelta(hours=24)
"""How long a paid line may be without any design, render or print job."""

PRINTER_SILENT = timedelta(hours=24)
"""How long a printer may leave a print job unanswered."""

HANDOVER = timedelta(days=3)
"""From the printer's "dispatched" to the carrier's first word."""

MOVEMENT: dict[ShipmentState, timedelta] = {
    ShipmentState.UNKNOWN: timedelta(days=5),
    ShipmentState.LABEL_CREATED: HANDOVER,
    ShipmentState.PICKED_UP: timedelta(days=5),
    ShipmentState.IN_TRANSIT: timedelta(days=5),
    ShipmentState.OUT_FOR_DELIVERY: timedelta(days=2),
    ShipmentState.READY_FOR_PICKUP: timedelta(days=7),
    ShipmentState.ATTEMPT_FAILED: timedelta(days=3),
    ShipmentState.DELAYED: timedelta(days=3),
    ShipmentState.CUSTOMS_HOLD: timedelta(days=3),
    ShipmentState.EXCEPTION: timedelta(days=1),
}
"""How long a parcel may go without a scan, by its last known state."""

PRINTER_QUIET = timedelta(minutes=20)
"""A printer that owes us word may always say nothing for as long, in its working hours."""

PRINTER_QUIET_TIMES = 2
"""Beyond that, so many times what nine of ten of its last pauses were shorter than."""

PRINTER_WORDS_APART = timedelta(minutes=2)
"""What comes within so long is one word: some printers tell of a whole day at once."""

PRINTER_WORDS = 10
"""With no more words than that nobody can say what is usual: then PRINTER_SILENT counts, as it does at most."""

PRINTER_RECENT = timedelta(days=7)
"""What was heard longer before the last word says nothing of what is usual now."""

PRINTER_MUTE = timedelta(hours=72)
"""However seldom it says anything: a weekend is over by then, and somebody has to call."""

PRINTER_HOURS = time(8), time(18)
"""When somebody works at a printer, Monday to Friday, by its own clock."""

PRINTER_RATE_WORSE = 0.03
"""A share of rejections or errors that has grown by as much against the week before is marked,"""

PRINTER_RATE_LEAST = 3
"""where at least so many jobs are behind it."""
