"""Whose a job is, with what they may today: a role that was taken away counts for the rows that are still to go."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import User
from django.utils import timezone

from dashboard.permissions import Permission
from support.bulk.acts import NEEDED
from support.bulk.models import Action, BulkJob
from support.bulk.refusals import AskerGone
from support.commands.asker import Asker

LEFT = "Whoever selected these rows may not do this any more."
REVOKED = "The token of the program that selected these rows is revoked or has expired."


def asker_of(job: BulkJob) -> Asker:
    """Whoever asks for the job's rows, read anew. Raises AskerGone."""
    asker = replace(_whose(job), bulk=job.pk)
    for permission in (Permission.BULK, NEEDED[Action(job.action)]):
        if not asker.may(permission):
            raise AskerGone(LEFT)
    return asker


def _whose(job: BulkJob) -> Asker:
    if job.person_id is not None:
        return Asker.staff(User.objects.get(pk=job.person_id))
    token = job.token
    if token is not None:
        token.refresh_from_db()
    if token is None or not token.is_live(timezone.now()):
        raise AskerGone(REVOKED)
    return Asker.program(token)
