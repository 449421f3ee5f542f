"""Where a job is looked at, and what it is called in a sentence."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from support.bulk.models import Action, BulkJob

NOUNS: Final = {
    Action.RENDER: "Bulk render",
    Action.REPRINT: "Bulk reprint",
    Action.REROUTE: "Bulk reprint elsewhere",
    Action.ESCALATE: "Bulk escalation",
    Action.NOTE: "Bulk note",
}


def address_of(job_id: str) -> str:
    """Its page."""
    return reverse("bulk-job", args=[job_id])


def noun_of(job: BulkJob) -> str:
    """What it is."""
    return NOUNS[Action(job.action)]
