"""Finding jobs, and their rows by page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from orders.projections import keys
from support.bulk.models import BulkJob, BulkRow
from support.bulk.totals import STANDING

JOBS_A_PAGE: Final = 50
ROWS_A_PAGE: Final = 200
LONGEST_POSITION: Final = 200


@dataclass(frozen=True, slots=True)
class Jobs:
    """Jobs, and the position after which the next page begins, "" at the end."""

    jobs: Sequence[BulkJob]
    after: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows, and the position after which the next page begins, "" at the end."""

    rows: Sequence[BulkRow]
    after: str


def shown() -> QuerySet[BulkJob]:
    """Jobs with who selected and who approved them, and the words of both."""
    return BulkJob.objects.select_related("person", "token", "approved_by", "event__reason", "decision__reason")


def find_job(job_id: str) -> BulkJob | None:
    """One job."""
    return shown().filter(pk=job_id).first() if keys.usable(job_id) else None


def listed(after: str = "", *, actor: str = "", states: Collection[str] = ()) -> Jobs:
    """One page, newest first; of one actor and in some states where they are given. Raises ValueError where no page
    ended at ``after``.
    """
    wanted = {name: value for name, value in (("actor", actor), ("state__in", states)) if value}
    found = shown().filter(**wanted)
    if after:
        at, pk = _place(after)
        found = found.filter(Q(asked_at__lt=at) | Q(asked_at=at, pk__gt=pk))
    jobs = list(found.order_by("-asked_at", "pk")[: JOBS_A_PAGE + 1])
    if len(jobs) <= JOBS_A_PAGE:
        return Jobs(jobs, "")
    last = jobs[JOBS_A_PAGE - 1]
    return Jobs(jobs[:JOBS_A_PAGE], f"{last.asked_at.isoformat()}~{last.pk}")


def rows_of(job: BulkJob, after: str = "", *, state: str = "") -> Rows:
    """One page in the order of the selection; in one state (see ``totals``) where it is given. Raises ValueError."""
    found = BulkRow.objects.filter(job=job, number__gt=int(after or 0)).select_related("command").order_by("number")
    rows = list((found.alias(standing=STANDING).filter(standing=state) if state else found)[: ROWS_A_PAGE + 1])
    if len(rows) <= ROWS_A_PAGE:
        return Rows(rows, "")
    return Rows(rows[:ROWS_A_PAGE], str(rows[ROWS_A_PAGE - 1].number))


def _place(after: str) -> tuple[datetime, str]:
    moment, mark, pk = after.partition("~")
    if not mark or len(after) > LONGEST_POSITION or not after.isprintable():
        raise ValueError("this position is none of ours")
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        raise ValueError("this position is none of ours")
    return at, pk
