"""The open print jobs of a printer, and those of them that another could make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from support.bulk.proposal import Chosen
from support.printers.days import Summary, summaries
from support.printers.stages import MOVABLE, STAGE_OF, Stage
from support.printers.summary import OpenJob, key_of


@dataclass(frozen=True, slots=True)
class OpenJobs:
    """What is open at a printer, sent longest ago first; ``movable`` is neither too far nor made anew already."""

    every: Sequence[OpenJob]
    movable: Sequence[OpenJob]


def open_jobs(printer_id: str) -> list[Chosen]:
    """What can be moved away from a printer. Raises what DynamoDB does where it never answered."""
    movable = open_at(printer_id, summaries(timezone.now())).movable
    return [Chosen(order_id=job.order_id, line_id=job.line_id, print_job_id=job.id) for job in movable]


def open_at(printer_id: str, days: Sequence[Summary]) -> OpenJobs:
    """The open jobs that these days know of. One in error that was made anew needs nobody any more."""
    replaced = frozenset[str]().union(*(each.day.replaced for each in days))
    every = sorted(
        (job for each in days for job in each.opened.jobs.get(key_of(printer_id), ())),
        key=lambda job: (job.began, job.id),
    )
    return OpenJobs(
        every=[job for job in every if STAGE_OF[job.state] is not Stage.TROUBLE or job.id not in replaced],
        movable=[job for job in every if job.state in MOVABLE and job.id not in replaced],
    )
