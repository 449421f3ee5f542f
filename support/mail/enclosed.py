"""The photos that go with a letter to a printer: those that were checked, under names that say what they show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from django.conf import settings

from support.commands.refusals import Invalid
from support.evidence import bucket
from support.evidence.models import Evidence, EvidenceState
from support.mail.attach import Attachment, that_fit

ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png"}
UNTOLD: Final = "photo"


def ready(files: Collection[Evidence]) -> list[Evidence]:
    """Those of an escalation's files that may be seen."""
    return [file for file in files if file.state == EvidenceState.READY]


def enclosed(files: Sequence[Evidence], chosen: Collection[str]) -> tuple[list[Attachment], list[Attachment]]:
    """The chosen ones that go with a letter, and those that do not fit into it any more; one HEAD of S3 each.

    Raises Invalid where one is none of them, or may not be seen.
    """
    known = {file.pk: file for file in ready(files)}
    if unknown := set(chosen) - known.keys():
        raise Invalid(evidence=f"{len(unknown)} of the photos cannot be sent: choose among those that are shown.")
    wanted = [_named(file, place) for place, file in enumerate(known.values(), 1) if file.pk in chosen]
    fitting = that_fit(wanted)
    return fitting, [each for each in wanted if each not in fitting]


def name_of(file: Evidence, place: int) -> str:
    """Without what its sender called it, which may name somebody: "photo_fault-1.jpg"."""
    return f"{file.shows or UNTOLD}-{place}.{ENDINGS.get(file.kind, 'jpg')}"


def _named(file: Evidence, place: int) -> Attachment:
    key = bucket.kept(file.escalation_id, file.pk, file.sha256, "picture")
    size = bucket.size_of(key) or file.size
    name = name_of(file, place)
    return Attachment(bucket=settings.EVIDENCE_BUCKET, key=key, name=name, type=file.kind or "image/jpeg", size=size)
