"""One thing that must have happened by a certain time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

QUEUES = (
    "failed_renders",
    "stuck_uploads",
    "stuck_renders",
    "printer_rejects",
    "print_errors",
    "dispatch_late",
    "no_movement",
    "late",
    "returned",
)

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The due time of what should have happened already where no row says since when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing that must have happened by ``due_at``.

    ``sub`` is the id of the row it is about (render, print job, parcel, print), "" for the whole order; with
    queue and order it is unique. ``since`` is when the wait began, None where no row says. ``value`` is what the
    customer paid for the line (for ``late``: the order), in minor units of ``currency``. ``why`` is plain words.
    ``template`` is "id@version", of the render where there is one.
    """

    queue: str
    sub: str
    line_id: str
    since: datetime | None
    due_at: datetime
    code: str
    why: str
    print_job_id: str = ""
    parcel_id: str = ""
    printer_id: str = ""
    product: str = ""
    template: str = ""
    value: int = 0
    currency: str = ""

    def passed(self, now: datetime) -> bool:
        """Whether it is overdue at ``now``."""
        return self.due_at < now
