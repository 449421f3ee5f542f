"""Saying what a file shows, and withdrawing it."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import F

from dashboard.permissions import Permission
from support.audit.record import record
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.escalations.hold import hold
from support.escalations.models import Escalation
from support.evidence import bucket
from support.evidence.events import ASSIGNED, WITHDRAWN, target_of
from support.evidence.listing import find_evidence
from support.evidence.models import Evidence, EvidenceState
from support.evidence.word import tell_if_complete
from support.reasons import evidence_names

SHOWN: Final = (EvidenceState.EXPECTED, EvidenceState.CHECKING, EvidenceState.READY)


def assign(asker: Asker, evidence_id: str, shows: str) -> Evidence:
    """Say what it shows, "" for nothing that is asked for. Raises NotAllowed, NotThere, Invalid, Busy."""
    if not asker.may(Permission.ADD_EVIDENCE):
        raise NotAllowed(Permission.ADD_EVIDENCE)
    if shows and shows not in evidence_names():
        raise Invalid(shows="Choose what it shows from the list.")
    return settled(lambda: _assign(asker, evidence_id, shows))


def withdraw(asker: Asker, evidence_id: str) -> Evidence:
    """Take it away for good; that it was there stays known. Raises NotAllowed, NotThere, Busy."""
    if not asker.may(Permission.ADD_EVIDENCE):
        raise NotAllowed(Permission.ADD_EVIDENCE)
    gone = settled(lambda: _withdraw(asker, evidence_id))
    clear(gone)
    return gone


def clear(evidence: Evidence) -> None:
    """Delete what lies in the bucket of a file that is withdrawn; where that fails, the sweeper does."""
    bucket.delete(
        [
            bucket.incoming(evidence.escalation_id, evidence.pk),
            *bucket.keys_under(f"kept/{evidence.escalation_id}/{evidence.pk}/"),
        ]
    )
    Evidence.objects.filter(pk=evidence.pk, state=EvidenceState.WITHDRAWN).update(kind="")


def sweep() -> None:
    """Delete what was left behind of files that are withdrawn."""
    for evidence in Evidence.objects.filter(state=EvidenceState.WITHDRAWN).exclude(kind="")[:100]:
        clear(evidence)


@transaction.atomic
def _assign(asker: Asker, evidence_id: str, shows: str) -> Evidence:
    evidence, escalation = _held(evidence_id)
    if evidence.shows == shows or evidence.state not in SHOWN:
        return evidence
    evidence.shows = shows
    Evidence.objects.filter(pk=evidence.pk).update(shows=shows, changes=F("changes") + 1)
    details = {"evidence": evidence.pk, "shows": shows or "nothing that is asked for"}
    record(asker.actor, ASSIGNED, target_of(escalation), details=details)
    tell_if_complete(escalation)
    return evidence


@transaction.atomic
def _withdraw(asker: Asker, evidence_id: str) -> Evidence:
    evidence, escalation = _held(evidence_id)
    if evidence.state == EvidenceState.WITHDRAWN:
        return evidence
    # What was being checked leaves something behind too: its kind says so until the bucket is cleared.
    kind = evidence.kind or bucket.UNKNOWN
    evidence.state = EvidenceState.WITHDRAWN
    Evidence.objects.filter(pk=evidence.pk).update(state=evidence.state, kind=kind, changes=F("changes") + 1)
    record(asker.actor, WITHDRAWN, target_of(escalation), details={"evidence": evidence.pk})
    return evidence


def _held(evidence_id: str) -> tuple[Evidence, Escalation]:
    """The file as it is while nobody else changes it, with its escalation. Raises NotThere."""
    found = find_evidence(evidence_id)
    if found is None:
        raise NotThere("There is no such file.")
    escalation, _ = hold(found.escalation_id)
    return Evidence.objects.select_for_update().get(pk=evidence_id), escalation
