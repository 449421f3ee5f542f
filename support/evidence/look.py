"""Looking at a photo: small or blurred on the page, in full by a link of a minute that the audit knows of."""

from __future__ import annotations

from django.db import transaction

from dashboard.permissions import Permission
from support.audit.record import record
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed, NotThere
from support.evidence import bucket
from support.evidence.decode import JPEG, PNG
from support.evidence.events import SEEN, target_of
from support.evidence.listing import find_evidence
from support.evidence.models import Evidence, EvidenceState

ENDINGS = {JPEG: "jpg", PNG: "png"}


@transaction.atomic
def look(asker: Asker, evidence_id: str) -> str:
    """A link to the whole picture, once the audit has been told. Raises NotAllowed, NotThere."""
    if not asker.may(Permission.VIEW_EVIDENCE):
        raise NotAllowed(Permission.VIEW_EVIDENCE)
    evidence = ready(evidence_id)
    record(asker.actor, SEEN, target_of(evidence.escalation), details={"evidence": evidence.pk})
    return bucket.link(key_of(evidence), evidence.kind, name_of(evidence))


def preview(evidence: Evidence, *, sharp: bool) -> str:
    """A link to the small picture; to one in which nothing is recognised where it is not ``sharp``."""
    part = "small" if sharp else "blurred"
    return bucket.link(_key(evidence, part), JPEG, f"{part}.jpg")


def ready(evidence_id: str) -> Evidence:
    """A file that may be looked at. Raises NotThere."""
    found = find_evidence(evidence_id)
    if found is None or found.state != EvidenceState.READY:
        raise NotThere("There is no such photo.")
    return found


def key_of(evidence: Evidence) -> str:
    """Where the picture of a file that is ready lies in the bucket, as ``evidence.kind``: for letters that carry it."""
    return _key(evidence, "picture")


def name_of(evidence: Evidence) -> str:
    """What a picture is called outside: by what it shows, never as its sender called it."""
    return f"{evidence.shows or 'photo'}-{evidence.pk[:6]}.{ENDINGS[evidence.kind]}".replace("_", "-")


def _key(evidence: Evidence, part: str) -> str:
    return bucket.kept(evidence.escalation_id, evidence.pk, evidence.sha256, part)
