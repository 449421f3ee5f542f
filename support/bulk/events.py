"""What the audit tells of bulk jobs."""

from __future__ import annotations

from support.audit.record import Detail, Target
from support.audit.types import EventType
from support.bulk.models import BulkJob

PROPOSED = EventType("bulk.proposed", "selected {rows} rows for bulk job {target}, {action}")
PLANNED = EventType("bulk.planned", "worked out bulk job {target}: {ready} rows go, {left_out} are left out")
STARTED = EventType("bulk.started", "started bulk job {target}, {action} of {ready} rows")
APPROVAL_ASKED = EventType("bulk.approval_asked", "asked for approval of bulk job {target}, {action} of {ready} rows")
APPROVED = EventType(
    "bulk.approved", "approved bulk job {target}, which another had asked for: {action} of {ready} rows"
)
DECLINED = EventType("bulk.declined", "declined bulk job {target}, {action}")
EXPIRED = EventType("bulk.expired", "let bulk job {target} expire: nobody started or approved it in time")
PAUSED = EventType("bulk.paused", "paused bulk job {target}")
HALTED = EventType("bulk.halted", "paused bulk job {target} by itself: {why}")
RESUMED = EventType("bulk.resumed", "resumed bulk job {target}")
CANCELLED = EventType("bulk.cancelled", "cancelled bulk job {target}: {cancelled} rows were not done")
RETRIED = EventType("bulk.retried", "had bulk job {target} try {rows} rows again")
ENDED = EventType("bulk.ended", "came to the end of bulk job {target}: {done} done, {refused} refused, {failed} failed")


def target(job: BulkJob) -> Target:
    """How the audit names a job."""
    return Target("bulk_job", job.pk)


def money(costs: dict[str, int]) -> dict[str, Detail]:
    """What is spent, as details: "cost EUR" in minor units."""
    return {f"cost {currency}": amount for currency, amount in sorted(costs.items())}
