"""Bulk jobs and their rows as programs are told of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rest_framework.request import Request

from support.bulk.address import address_of
from support.bulk.askers import asker_of
from support.bulk.models import BulkJob, BulkRow, JobState, RowState
from support.bulk.refusals import AskerGone
from support.bulk.spent import needs_approval
from support.bulk.totals import chosen, totals
from support.shown.bulk import asked_by

MOST_LEFT_OUT: Final = 1_000
KEPT: Final = (
    "action", "state", "cost", "digest", "trouble", "cause", "printer_id", "source", "expires_at", "approved_at",
    "started_at", "ended_at",
)  # fmt: skip
"""What is told of a job as it is kept."""

KEPT_OF_ROW: Final = (
    "number", "order_id", "order_number", "line_id", "print_job_id", "printer_id", "cost", "currency", "code", "tries",
    "made",
)  # fmt: skip
"""And of a row."""


def job(request: Request, told: BulkJob, counts: Mapping[str, int]) -> dict[str, Any]:
    """A job with its counts, without what is left out."""
    selected = chosen(counts)
    return {name: getattr(told, name) for name in KEPT} | {
        "job_id": told.pk,
        "rows": selected - counts[RowState.LEFT_OUT] - counts[RowState.SELECTED],
        "selected": selected,
        "counts": counts,
        "left_out": [],
        "needs_approval": told.state == JobState.AWAITING_APPROVAL,
        "requested_by": told.actor,
        "requested_by_name": asked_by(told),
        "requested_at": told.asked_at,
        "url": request.build_absolute_uri(address_of(told.pk)),
    }


def whole(request: Request, told: BulkJob) -> dict[str, Any]:
    """A job with what is left out, and whether it will need approval where it was not started yet."""
    left = told.rows.filter(state=RowState.LEFT_OUT).order_by("number")
    return job(request, told, totals(told)) | {
        "left_out": list(left.values("order_id", "line_id", "code", "why")[:MOST_LEFT_OUT]),
        "needs_approval": _needs_approval(told),
    }


def row(told: BulkRow) -> dict[str, Any]:
    """A row with its command's end, where it has one."""
    command = told.command
    return {name: getattr(told, name) for name in KEPT_OF_ROW} | {
        "state": command.state if command is not None else told.state,
        "why": command.trouble if command is not None and command.trouble else told.why,
        "command_id": told.command_id,
    }


def _needs_approval(told: BulkJob) -> bool:
    if told.state != JobState.PLANNED:
        return told.state == JobState.AWAITING_APPROVAL
    try:
        return needs_approval(asker_of(told), told)
    except AskerGone:
        return False
