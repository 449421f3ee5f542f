"""What somebody's bulk jobs of a day cost that nobody approved: above their limit a second person decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone

from dashboard.limits import Limit, limit
from support.bulk.acts import COPYING, KINDS
from support.bulk.models import BulkJob, BulkRow, RowState
from support.bulk.totals import costs
from support.commands.asker import Asker
from support.commands.states import State

LIVE = Q(state__in=(RowState.READY, RowState.ASKED, RowState.DONE))
CAME_TO_NOTHING = Q(command__state__in=(State.FAILED, State.REFUSED))


def above_limit(asker: Asker, cost: Mapping[str, int], *, unknown: bool) -> bool:
    """Whether so much more, by currency, is above what they may spend alone today; ``unknown`` where there are rows
    whose cost cannot be told, too. They are held by ``held.hold_spender`` until it is written down.
    """
    if unknown and limit(asker.roles, Limit.BULK_COST) is not None:
        return True
    spent = spent_today(asker.actor.id)
    return any(_is_above(asker, currency, spent.get(currency, 0) + more) for currency, more in cost.items())


def too_many(asker: Asker, job: BulkJob, ready: int) -> bool:
    """Whether so many rows are more than they may have the backend asked for alone."""
    most = limit(asker.roles, Limit.BULK_ROWS_ALONE)
    return job.action in KINDS and most is not None and ready > most


def needs_approval(asker: Asker, job: BulkJob) -> bool:
    """Whether a second person decides on a job that waits to be started, whose rows are ready."""
    cost, unknown = ready_cost(job)
    ready = job.rows.filter(state=RowState.READY).count()
    return too_many(asker, job, ready) or above_limit(asker, cost, unknown=unknown)


def spent_today(actor: str) -> dict[str, int]:
    """By currency, of jobs that were started on this day of the installation's time zone, and of rows that went on to
    something on it. Rows that were cancelled, refused or came to nothing cost nothing.
    """
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    today = Q(job__started_at__gte=midnight) | Q(changed_at__gte=midnight)
    rows = BulkRow.objects.filter(LIVE, today, job__actor=actor, job__started_at__isnull=False, job__approved_by=None)
    return costs(rows.exclude(CAME_TO_NOTHING))


def ready_cost(job: BulkJob) -> tuple[dict[str, int], bool]:
    """What the rows that are ready cost, by currency; and whether there are some whose cost cannot be told."""
    ready = job.rows.filter(state=RowState.READY)
    return costs(ready), job.action in COPYING and ready.filter(Q(currency="") | Q(cost=0)).exists()


def _is_above(asker: Asker, currency: str, whole: int) -> bool:
    most = limit(asker.roles, Limit.BULK_COST, currency)
    return most is not None and whole > most
