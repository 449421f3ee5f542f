"""Whether a bulk job needs a second person, and why, in words."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.limits import Limit, limit
from support.bulk.askers import asker_of
from support.bulk.models import BulkJob, RowState
from support.bulk.refusals import AskerGone
from support.bulk.spent import needs_approval, ready_cost, spent_today, too_many
from support.commands.asker import Asker
from support.templatetags.money import money


def approval_words(job: BulkJob) -> str:
    """Why somebody else has to approve it, "" where nobody has to. ``job`` waits to be started or approved."""
    try:
        asker = asker_of(job)
    except AskerGone as gone:
        return str(gone)
    return " ".join(_reasons(asker, job)) if needs_approval(asker, job) else ""


def _reasons(asker: Asker, job: BulkJob) -> Iterator[str]:
    cost, unknown = ready_cost(job)
    ready = job.rows.filter(state=RowState.READY).count()
    if too_many(asker, job, ready):
        yield f"These are more than the {limit(asker.roles, Limit.BULK_ROWS_ALONE)} rows that need no approval."
    if unknown:
        yield "What some rows cost cannot be told."
    spent = spent_today(job.actor)
    for currency, more in sorted(cost.items()):
        most, before = limit(asker.roles, Limit.BULK_COST, currency), spent.get(currency, 0)
        if most is not None and before + more > most:
            already = f"Other jobs of today cost {money(before, currency)}: together this" if before else "This"
            yield f"{already} is above the {money(most, currency)} a day that need no approval."
