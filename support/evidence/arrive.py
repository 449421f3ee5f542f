"""A file that was announced has come: known from the bucket alone, whoever says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from dashboard.permissions import Permission
from support.audit.record import Actor, record
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed, NotThere
from support.evidence import bucket
from support.evidence.events import ADDED, target_of
from support.evidence.listing import find_evidence
from support.evidence.models import Evidence, EvidenceState
from support.evidence.wake import wake

AT_A_TIME: Final = 200
FORGOTTEN_AFTER: Final = timedelta(hours=1)
"""Longer than a form is good for and its file takes: what has not come by then does not come."""

LEAST_PAUSE: Final = timedelta(seconds=3)
LONGEST_PAUSE: Final = timedelta(minutes=5)


def sent(asker: Asker, evidence_id: str, escalation_id: str = "") -> Evidence:
    """What has become of a file that somebody says they have sent. Raises NotAllowed, NotThere."""
    if not asker.may(Permission.ADD_EVIDENCE):
        raise NotAllowed(Permission.ADD_EVIDENCE)
    found = find_evidence(evidence_id)
    if found is None or (escalation_id and found.escalation_id != escalation_id):
        raise NotThere("There is no such file.")
    look(found)
    return Evidence.objects.get(pk=found.pk)


def look(evidence: Evidence) -> bool:
    """Whether it is there; a worker checks it then."""
    if evidence.state != EvidenceState.EXPECTED:
        return True
    size = bucket.size_of(bucket.incoming(evidence.escalation_id, evidence.pk))
    if size is None:
        return False
    _arrived(evidence, size)
    return True


def sweep() -> None:
    """Look for what nobody told of, each ever more seldom, and forget what has not come for long."""
    Evidence.objects.filter(state=EvidenceState.EXPECTED, expected_at__lt=Now() - FORGOTTEN_AFTER).delete()
    free = Q(claimed_until=None) | Q(claimed_until__lt=Now())
    waiting = Evidence.objects.filter(free, state=EvidenceState.EXPECTED).select_related("escalation", "person", "link")
    for evidence in waiting.order_by("expected_at")[:AT_A_TIME]:
        if not look(evidence):
            _pause(evidence, timezone.now())


def _pause(evidence: Evidence, now: datetime) -> None:
    age = now - evidence.expected_at
    until = now + min(max(age / 4, LEAST_PAUSE), LONGEST_PAUSE)
    Evidence.objects.filter(pk=evidence.pk, state=EvidenceState.EXPECTED).update(claimed_until=until)


@transaction.atomic
def _arrived(evidence: Evidence, size: int) -> None:
    """By compare-and-set: whoever else looks at the same time finds it come."""
    here = Evidence.objects.filter(pk=evidence.pk, state=EvidenceState.EXPECTED)
    changed = here.update(
        state=EvidenceState.CHECKING, size=size, came_at=Now(), claimed_until=None, changes=F("changes") + 1
    )
    if not changed:
        return
    actor = Actor(evidence.actor, _role(evidence))
    details = {"evidence": evidence.pk, "shows": evidence.shows}
    event = record(actor, ADDED, target_of(evidence.escalation), details=details)
    Evidence.objects.filter(pk=evidence.pk).update(event=event)
    wake(evidence.pk)


def _role(evidence: Evidence) -> str:
    """What its sender is; of somebody of us, what they are now."""
    if evidence.person is not None:
        return Actor.staff(evidence.person).role
    return "customer" if evidence.link_id else "program"
