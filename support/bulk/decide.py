"""Deciding on a job that is above what whoever selected it may spend alone: by somebody else, on exactly its rows."""

from __future__ import annotations

from django.db.models.functions import Now
from django.utils import timezone

from dashboard.permissions import Permission
from support.audit.record import record
from support.bulk import events, tell
from support.bulk.askers import asker_of
from support.bulk.begin import begin
from support.bulk.digest import digest_of
from support.bulk.held import check_state, held, move
from support.bulk.models import BulkJob, JobState, RowState
from support.bulk.refusals import Changed, NotNow
from support.bulk.spent import ready_cost
from support.bulk.steer import steering
from support.commands.asker import Asker
from support.commands.people import called
from support.commands.refusals import Invalid, NotAllowed
from support.templatetags.money import money

WHY = "Say why, so that whoever selected the rows knows what to do."


def approve(asker: Asker, job_id: str, digest: str, words: str = "") -> BulkJob:
    """Let it begin. ``digest`` is the job's as it was looked at.

    Raises NotThere, NotAllowed (whose own it is too), NotNow (also when its time is over), AskerGone, Changed, Busy.
    """
    return steering(lambda: _approve(asker, job_id, digest, words))


def decline(asker: Asker, job_id: str, reason: str) -> BulkJob:
    """End it. Raises NotThere, NotAllowed, Invalid without a reason, NotNow, Busy."""
    if not reason.strip():
        raise Invalid(reason=WHY)
    return steering(lambda: _decline(asker, job_id, reason))


def may_decide(asker: Asker, job: BulkJob) -> bool:
    """Whether somebody may decide on it: a person with the right role, and not the one who selected the rows."""
    own = asker.person is None or asker.person.pk == job.person_id
    return not own and asker.may(Permission.DECIDE_BULK, own=False)


def _approve(asker: Asker, job_id: str, digest: str, words: str) -> BulkJob:
    job = _waiting(asker, job_id)
    asker_of(job)
    _check_same(job, digest)
    ready = job.rows.filter(state=RowState.READY).count()
    details = {"action": job.action, "ready": ready, "digest": job.digest, **events.money(job.cost)}
    decision = record(asker.actor, events.APPROVED, events.target(job), reason=words, details=details)
    begin(
        job, ready, started_at=Now(), approved_by=asker.person, approved_at=Now(), approved_digest=job.digest,
        decision=decision,
    )  # fmt: skip
    tell.stop_asking(job)
    tell.tell_proposer(job, "approved", f"approved by {_name(asker)}")
    return job


def _decline(asker: Asker, job_id: str, reason: str) -> BulkJob:
    job = _waiting(asker, job_id)
    details = {"action": job.action, "digest": job.digest}
    decision = record(asker.actor, events.DECLINED, events.target(job), reason=reason, details=details)
    move(job, JobState.DECLINED, ended_at=Now(), decision=decision)
    tell.stop_asking(job)
    tell.tell_proposer(job, "declined", f"declined by {_name(asker)}")
    return job


def _waiting(asker: Asker, job_id: str) -> BulkJob:
    job = held(job_id)
    if not may_decide(asker, job):
        raise NotAllowed(Permission.DECIDE_BULK)
    check_state(job, JobState.AWAITING_APPROVAL)
    if job.expires_at <= timezone.now():
        raise NotNow(JobState.EXPIRED)
    return job


def _check_same(job: BulkJob, digest: str) -> None:
    """Raises Changed where the rows are not those that were worked out, or not those that were looked at."""
    now, (cost, _) = digest_of(job), ready_cost(job)
    if now == job.digest and cost != job.cost:
        raise Changed(f"its rows cost {_costs(cost)}, and {_costs(job.cost)} was said.")
    if now != job.digest:
        raise Changed(f"its rows were changed since, and cost {_costs(cost)} now; it was {_costs(job.cost)}.")
    if digest != now:
        raise Changed("what you looked at is another state of it. Look at it again.")


def _costs(cost: dict[str, int]) -> str:
    return ", ".join(money(amount, currency) for currency, amount in sorted(cost.items())) or "nothing"


def _name(asker: Asker) -> str:
    return called(asker.person) if asker.person is not None else "somebody"
