"""Checking a file that has come: fetched with a bound, decoded where it can do no harm, kept anew, the original
deleted.

Claimed by compare-and-set; the count of attempts tells one claim from another, so that a worker that was taken for dead
settles nothing. Whoever is killed in between is followed by another.
"""

from __future__ import annotations

import hashlib
import logging
import time
from datetime import timedelta
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from support.audit.record import record
from support.escalations.hold import hold
from support.evidence import bucket, sandbox
from support.evidence.decode import JPEG, Decoded, Unfit
from support.evidence.events import OURSELVES, REFUSED, target_of
from support.evidence.models import Evidence, EvidenceState
from support.evidence.word import tell_if_complete
from support.evidence.words import TROUBLES

log = logging.getLogger(__name__)

CLAIM: Final = timedelta(seconds=90)
"""Longer than a file takes to fetch, decode and keep."""

MOST_ATTEMPTS: Final = 5
SWEEP_SECONDS: Final = 20.0
AT_A_TIME: Final = 100
PARTS: Final = ("picture", "small", "blurred")
FREE: Final = Q(claimed_until=None) | Q(claimed_until__lt=Now())


def check(evidence_id: str) -> None:
    """Check one file, unless somebody else is at it. Where S3 does not answer it is tried again later."""
    evidence = _claim(evidence_id)
    if evidence is None:
        return
    try:
        _check(evidence)
    except (BotoCoreError, ClientError) as error:
        log.warning("a file could not be checked, attempt %s: %s", evidence.attempts, type(error).__name__)
        _later(evidence)


def sweep() -> None:
    """Check what nobody was woken for, and what somebody began and did not end."""
    until = time.monotonic() + SWEEP_SECONDS
    for evidence_id in waiting().values_list("pk", flat=True)[:AT_A_TIME]:
        check(evidence_id)
        if time.monotonic() > until:
            return


def waiting() -> QuerySet[Evidence]:
    """What has come and nobody is checking, oldest first."""
    return Evidence.objects.filter(FREE, state=EvidenceState.CHECKING).order_by("came_at")


def _claim(evidence_id: str) -> Evidence | None:
    """The file, ours alone for a while."""
    taken = waiting().filter(pk=evidence_id).order_by()
    if not taken.update(claimed_until=Now() + CLAIM, attempts=F("attempts") + 1):
        return None
    return Evidence.objects.select_related("escalation").get(pk=evidence_id)


def _check(evidence: Evidence) -> None:
    came = bucket.incoming(evidence.escalation_id, evidence.pk)
    if evidence.attempts > MOST_ATTEMPTS:
        _refuse(evidence, "unchecked")
    else:
        content = bucket.fetch(came, settings.EVIDENCE_BYTES)
        _judge(evidence, content)
    bucket.delete([came])


def _judge(evidence: Evidence, content: bytes | None) -> None:
    if not content:
        return _refuse(evidence, "empty")
    digest = hashlib.sha256(content).hexdigest()
    if len(content) > settings.EVIDENCE_BYTES:
        return _refuse(evidence, "too_many_bytes", digest)
    try:
        made = sandbox.decode(content)
    except Unfit as unfit:
        return _refuse(evidence, unfit.why, digest)
    _keep(evidence, made, digest, len(content))
    return None


def _keep(evidence: Evidence, made: Decoded, digest: str, size: int) -> None:
    keys = {part: bucket.kept(evidence.escalation_id, evidence.pk, digest, part) for part in PARTS}
    bucket.put(keys["picture"], made.picture, made.kind)
    bucket.put(keys["small"], made.small, JPEG)
    bucket.put(keys["blurred"], made.blurred, JPEG)
    if not _ready(evidence, made, digest, size):
        # Withdrawn, erased or checked by another meanwhile: what nobody would find is not left behind.
        now = Evidence.objects.filter(pk=evidence.pk).first()
        if now is None or now.state != EvidenceState.READY or now.sha256 != digest:
            bucket.delete(keys.values())


@transaction.atomic
def _ready(evidence: Evidence, made: Decoded, digest: str, size: int) -> bool:
    escalation, _ = hold(evidence.escalation_id)
    about = {"kind": made.kind, "width": made.width, "height": made.height, "sha256": digest, "size": size}
    if not _settle(evidence, state=EvidenceState.READY, **about):
        return False
    tell_if_complete(escalation)
    return True


@transaction.atomic
def _refuse(evidence: Evidence, why: str, digest: str = "") -> None:
    if _settle(evidence, state=EvidenceState.REFUSED, trouble=TROUBLES[why], sha256=digest):
        details = {"evidence": evidence.pk, "why": why}
        record(OURSELVES, REFUSED, target_of(evidence.escalation), details=details)


def _settle(evidence: Evidence, **values: object) -> int:
    """Whether the claim is still ours."""
    ours = Evidence.objects.filter(pk=evidence.pk, state=EvidenceState.CHECKING, attempts=evidence.attempts)
    return ours.update(**values, checked_at=Now(), claimed_until=None, changes=F("changes") + 1)


def _later(evidence: Evidence) -> None:
    """Try again after a pause that grows, unless somebody else has claimed it since."""
    pause = timedelta(seconds=2**evidence.attempts)
    ours = Evidence.objects.filter(pk=evidence.pk, state=EvidenceState.CHECKING, attempts=evidence.attempts)
    ours.update(claimed_until=Now() + pause)
