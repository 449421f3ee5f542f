"""Bulk jobs written by hand, in any state, for tests of what is shown and who may: nothing is worked out or sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from dashboard.models import ApiToken
from support.audit.record import Actor, Detail, record
from support.bulk import events
from support.bulk.models import Action, BulkJob, BulkRow, JobState, RowState
from support.commands.models import Command

Owner = User | ApiToken


@transaction.atomic
def a_job(
    owner: Owner, state: JobState = JobState.PLANNED, rows: Sequence[Mapping[str, Any]] = ({},), **more: Any
) -> BulkJob:
    """Somebody's job. Each of ``rows`` says what is different from a row that would print line 1 of an order again
    for twelve euros.
    """
    whose = {"token": owner} if isinstance(owner, ApiToken) else {"person": owner}
    now = timezone.now()
    about: dict[str, Any] = {"action": Action.REPRINT, "cause": "damaged", "digest": "d" * 64} | whose
    about |= {"source": {"queue": "printer_rejects", "filters": ""}, "cost": {"EUR": 1200 * len(rows)}}
    about |= {"actor": actor_of(owner).id, "asked_at": now, "moved_at": now, "expires_at": now + timedelta(hours=24)}
    if state not in (JobState.PLANNING, JobState.PLANNED, JobState.AWAITING_APPROVAL):
        about["started_at"] = now
    if state is JobState.CANARY:
        about |= {"canary": min(3, len(rows)), "canary_since": now}
    job = BulkJob(state=state, **(about | more))
    job.key = job.pk
    details: dict[str, Detail] = {"rows": len(rows), "action": job.action, "cause": job.cause}
    job.event = record(actor_of(owner), events.PROPOSED, events.target(job), reason="a bad batch", details=details)
    job.save(force_insert=True)
    BulkRow.objects.bulk_create([a_row(job, number, row) for number, row in enumerate(rows, start=1)])
    return job


def a_row(job: BulkJob, number: int, different: Mapping[str, Any]) -> BulkRow:
    """One row of a job."""
    about: dict[str, Any] = {"order_id": f"o-{job.pk[:6]}-{number}", "order_number": f"PX-{number:04d}", "line_id": "1"}
    about |= {"print_job_id": f"j-{job.pk[:6]}-{number}", "printer_id": "koeln", "cost": 1200, "currency": "EUR"}
    return BulkRow(job=job, number=number, **{**about, "state": RowState.READY, **different})


@transaction.atomic
def asked_for(job: BulkJob, number: int, state: str, **more: Any) -> Command:
    """Have a row of a job be asked for, with a command in a state."""
    row = job.rows.get(number=number)
    event = record(Actor(job.actor, ""), events.PAUSED, events.target(job))
    about = {"kind": "reprint", "order_id": row.order_id, "line_id": row.line_id, "print_job_id": row.print_job_id}
    command = Command.objects.create(
        **(about | more),
        cause=job.cause, actor=job.actor, key=f"{job.pk}:{number}", event=event, input=b"{}", state=state,
        requested_at=timezone.now(), bulk=job, person=job.person,
    )  # fmt: skip
    BulkRow.objects.filter(pk=row.pk).update(state=RowState.ASKED, command=command, changed_at=timezone.now())
    return command


def actor_of(owner: Owner) -> Actor:
    """As the audit and the jobs name them."""
    return Actor(f"token:{owner.pk}", owner.role) if isinstance(owner, ApiToken) else Actor.staff(owner)
