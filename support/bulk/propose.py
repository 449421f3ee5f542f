"""Selecting: exactly the rows that were chosen are frozen, as a job that is still to be worked out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from dashboard.limits import Limit, limit
from dashboard.permissions import Permission
from support.audit.record import Detail, record
from support.bulk import events
from support.bulk.acts import KINDS, NEEDED
from support.bulk.models import BulkJob, BulkRow, RowState
from support.bulk.proposal import LONGEST_ORDER_NUMBER, Chosen, Proposal
from support.bulk.wake import wake
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import AboveLimit, KeyUsed, NotAllowed, Refused

__all__ = ["Chosen", "Proposal", "check_may", "propose"]

AT_A_TIME = 1_000
"""Rows in one statement."""


def propose(asker: Asker, proposal: Proposal) -> BulkJob:
    """The job that it becomes, or became when it was sent before. Its rows are worked out by a worker, or by
    ``plan.plan``.

    Raises NotAllowed, Refused, Invalid, AboveLimit where their role may select no row, KeyUsed, Busy.
    """
    check_may(asker, proposal)
    if proposal.action in KINDS and not settings.BACKEND_COMMANDS_STATE_MACHINE_ARN:
        raise Refused("This installation is not connected to the backend’s commands.")
    proposal.check()
    return settled(lambda: _propose(asker, proposal))


def check_may(asker: Asker, proposal: Proposal) -> None:
    """Raises NotAllowed."""
    for permission in (Permission.BULK, NEEDED[proposal.action]):
        if not asker.may(permission):
            raise NotAllowed(permission)


@transaction.atomic
def _propose(asker: Asker, proposal: Proposal) -> BulkJob:
    before = BulkJob.objects.filter(actor=asker.actor.id, key=proposal.key).select_related("event").first()
    if before is not None:
        return _same(before, proposal)
    most = limit(asker.roles, Limit.BULK_ROWS)
    if most == 0:
        raise AboveLimit("Your role may not work on many orders at once.")
    job = _write(asker, proposal)
    BulkRow.objects.bulk_create(_rows(job, proposal.rows, most), batch_size=AT_A_TIME)
    wake()
    return job


def _same(before: BulkJob, proposal: Proposal) -> BulkJob:
    """The job that has the key already. Raises KeyUsed where it is another one."""
    if before.event.details.get("content") != proposal.content or before.text != proposal.said:
        raise KeyUsed
    return before


def _write(asker: Asker, proposal: Proposal) -> BulkJob:
    now = timezone.now()
    job = BulkJob(
        action=proposal.action,
        cause=proposal.cause,
        text=proposal.said,
        severity=proposal.severity,
        printer_id=proposal.printer_id,
        source=dict(proposal.source),
        actor=asker.actor.id,
        person=asker.person,
        token=asker.token,
        key=proposal.key,
        start_wanted=proposal.start,
        asked_at=now,
        moved_at=Now(),
        expires_at=now + timedelta(hours=settings.BULK_HOURS),
    )
    details: dict[str, Detail] = {
        "action": job.action, "cause": job.cause, "rows": len(proposal.rows), "content": proposal.content,
        "printer": job.printer_id,
    }  # fmt: skip
    job.event = record(asker.actor, events.PROPOSED, events.target(job), reason=proposal.words, details=details)
    job.save(force_insert=True)
    return job


def _rows(job: BulkJob, chosen: list[Chosen], most: int | None) -> Iterator[BulkRow]:
    """Each as it was chosen; what is beyond the limit is left out at once."""
    for number, row in enumerate(chosen, start=1):
        beyond = most is not None and number > most
        yield BulkRow(
            job=job,
            number=number,
            order_id=row.order_id,
            order_number=row.order_number[:LONGEST_ORDER_NUMBER],
            line_id=row.line_id,
            print_job_id=row.print_job_id,
            state=RowState.LEFT_OUT if beyond else RowState.SELECTED,
            code="limit" if beyond else "",
            why=f"Your limit is {most:,} rows at once." if beyond else "",
        )
