"""How far the rows of a job are, counted by the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import Case, Count, F, QuerySet, Sum, When

from support.bulk.models import BulkJob, BulkRow, RowState
from support.commands.states import OPEN, State

STATES: Final = tuple(dict.fromkeys([*(state.value for state in RowState), *(state.value for state in State)]))
"""What a row may count under: its own state, or that of its command."""

BAD: Final = (RowState.REFUSED.value, State.FAILED.value, State.OVERDUE.value)
"""What somebody may want to look at."""

RETRIED: Final = (RowState.REFUSED.value, State.FAILED.value)
"""What is tried again when somebody asks for it: an overdue command may still have its effect."""

STANDING: Final = Case(When(command__isnull=False, then=F("command__state")), default=F("state"))
"""How far a row is: one of ``STATES``."""


def totals(job: BulkJob) -> dict[str, int]:
    """How many rows there are in each state; one that is asked for counts under its command's. One query."""
    return totals_of([job.pk])[job.pk]


def totals_of(job_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """The same of many jobs, by id. One query."""
    found = {job_id: dict.fromkeys(STATES, 0) for job_id in job_ids}
    rows = BulkRow.objects.filter(job__in=job_ids).order_by().annotate(standing=STANDING)
    for job_id, state, number in rows.values_list("job_id", "standing").annotate(number=Count("pk")):
        found[job_id][state] += number
    return found


def standing(rows: QuerySet[BulkRow]) -> QuerySet[BulkRow]:
    """Rows with how far they are, as ``standing``."""
    return rows.annotate(standing=STANDING)


def chosen(counts: Mapping[str, int]) -> int:
    """All rows of a job, those that were left out too."""
    return sum(counts.values())


def finished(counts: Mapping[str, int]) -> int:
    """Rows with which nothing more happens, of those that were not left out."""
    waiting = (RowState.SELECTED.value, RowState.READY.value, RowState.ASKED.value)
    still = (*waiting, *(state.value for state in OPEN if state is not State.OVERDUE))
    return chosen(counts) - counts[RowState.LEFT_OUT] - sum(counts[state] for state in still)


def costs(rows: QuerySet[BulkRow]) -> dict[str, int]:
    """What rows cost together, in minor units by currency; those whose cost cannot be told are not in it."""
    spent = rows.exclude(currency="").order_by("currency").values_list("currency").annotate(cost=Sum("cost"))
    return {currency: cost for currency, cost in spent if cost}


def by_printer(job: BulkJob) -> list[tuple[str, int]]:
    """How much work goes to each printer, most first, "" where it goes to none. One query."""
    found = job.rows.exclude(state__in=(RowState.SELECTED, RowState.LEFT_OUT)).values_list("printer_id")
    return [
        (printer, number) for printer, number in found.annotate(number=Count("pk")).order_by("-number", "printer_id")
    ]
