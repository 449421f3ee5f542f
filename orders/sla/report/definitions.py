"""What is counted: classes, stages and dimensions, by the definitions that everything agrees on.

``VERSION`` is told with each answer; it changes when the same facts would give other figures.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

VERSION: Final = "1"

NO_SCAN_AFTER: Final = timedelta(days=10)
"""Handed over and without a scan for so long, with its promise passed: nobody knows where it is."""


class Class(StrEnum):
    """What became of a unit as of an instant; the first that applies, in this order but for ``LATE``."""

    CANCELLED = "cancelled"
    ON_TIME = "on_time"
    LATE = "late"
    UNPAID = "unpaid"
    NO_PROMISE = "no_promise"
    NO_SCAN = "no_scan"
    OVERDUE = "overdue"
    OPEN = "open"


SHOWN: Final = (
    Class.ON_TIME, Class.LATE, Class.OPEN, Class.OVERDUE, Class.NO_SCAN, Class.NO_PROMISE, Class.UNPAID,
    Class.CANCELLED,
)  # fmt: skip
"""In the order in which reports tell them."""

STAGES: Final = MappingProxyType(
    {
        "placed_to_paid": ("placed_at", "paid_at"),
        "paid_to_files_ready": ("paid_at", "files_ready_at"),
        "files_ready_to_accepted": ("files_ready_at", "accepted_at"),
        "accepted_to_dispatched": ("accepted_at", "dispatched_at"),
        "dispatched_to_handed_over": ("dispatched_at", "handed_over_at"),
        "paid_to_handed_over": ("paid_at", "handed_over_at"),
        "handed_over_to_delivered": ("handed_over_at", "delivered_at"),
        "placed_to_delivered": ("placed_at", "delivered_at"),
    }
)
"""From which boundary to which. A missing one leaves a unit out of the stage."""

RENDER_STAGES: Final = MappingProxyType(
    {
        "render_queue": ("render_queued_at", "render_started_at"),
        "render_run": ("render_started_at", "files_ready_at"),
    }
)
"""How long the last render that was ready waited, and ran: a closer look into ``paid_to_files_ready``."""

PERCENTILES: Final = MappingProxyType({"p50": 50, "p90": 90, "p95": 95})
"""Nearest rank: the value at rank ceil(p / 100 * n) of the sorted ones."""

TEXT_DIMENSIONS: Final = MappingProxyType(
    {"country": "country", "region": "region", "shipping_method": "shipping_method"}
)
LIST_DIMENSIONS: Final = MappingProxyType(
    {
        "printer": "printers",
        "carrier": "carriers",
        "service": "services",
        "product": "products",
        "template": "templates",
    }
)
"""A unit counts once under each of its values."""

PERIOD_DIMENSIONS: Final = ("day", "week", "month")
DIMENSIONS: Final = (*PERIOD_DIMENSIONS, *LIST_DIMENSIONS, *TEXT_DIMENSIONS)
