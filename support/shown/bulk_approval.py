"""Whether a bulk job needs a second person, and why, in words."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.limits import Limit, limit
from support.bulk.askers import asker_of
from support.bulk.models import BulkJob
from support.bulk.refusals import AskerGone
from support.bulk.spent import above_limit, ready_cost, spent_today
from support.commands.asker import Asker
from support.templatetags.money import money


def approval_words(job: BulkJob) -> str:
    """Why somebody else has to approve it, "" where nobody has to. ``job`` waits to be started or approved."""
    try:
        asker = asker_of(job)
    except AskerGone as gone:
        return str(gone)
    cost, unknown = ready_cost(job)
    if not above_limit(asker, cost, unknown=unknown):
        return ""
    return " ".join(_reasons(asker, job, cost, unknown=unknown))


def _reasons(asker: Asker, job: BulkJob, cost: dict[str, int], *, unknown: bool) -> Iterator[str]:
    if unknown:
        yield "What some rows cost cannot be told."
    spent = spent_today(job.actor)
    for currency, more in sorted(cost.items()):
        most, before = limit(asker.roles, Limit.BULK_COST, currency), spent.get(currency, 0)
        if most is not None and before + more > most:
            already = f"Other jobs of today cost {money(before, currency)}: together this" if before else "This"
            yield f"{already} is above the {money(most, currency)} a day that need no approval."
