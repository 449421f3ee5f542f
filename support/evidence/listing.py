"""The evidence that there is of an escalation, and what of it is still missing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from support.escalations.models import Escalation
from support.evidence.models import Evidence, EvidenceState, UploadLink
from support.reasons import reasons

S = EvidenceState
COUNTED: Final = (S.EXPECTED, S.CHECKING, S.READY)
"""What an escalation may have EVIDENCE_FILES of."""

LIVE: Final = Q(used_at=None, revoked_at=None, expires_at__gt=Now())
LONGEST_ID: Final = 32


def evidence_of(escalation_id: str) -> list[Evidence]:
    """Every file of an escalation, oldest first; those that were withdrawn and those that have not come too."""
    return list(_with_people().filter(escalation=escalation_id).order_by("expected_at", "pk"))


def evidence_of_order(order_id: str) -> list[Evidence]:
    """Every file that came for any escalation of an order, oldest first, with its escalation."""
    came = _with_people().select_related("escalation").filter(escalation__order_id=order_id, came_at__isnull=False)
    return list(came.order_by("came_at", "pk"))


def find_evidence(evidence_id: str) -> Evidence | None:
    """One file with its escalation."""
    if not evidence_id.isalnum() or len(evidence_id) > LONGEST_ID:
        return None
    return _with_people().select_related("escalation").filter(pk=evidence_id).first()


def missing(escalation: Escalation) -> list[str]:
    """The names of what has to be seen and no file shows yet."""
    return missing_in(escalation, evidence_of(escalation.pk))


def missing_in(escalation: Escalation, files: Collection[Evidence]) -> list[str]:
    """The same for whom its files were read already."""
    reason = reasons().get(escalation.reason)
    shown = {file.shows for file in files if file.state == S.READY}
    return [name for name in reason.wanted if name not in shown] if reason else []


def open_links(escalation_id: str) -> list[UploadLink]:
    """The links by which its customer may still send photos."""
    return list(UploadLink.objects.filter(LIVE, escalation=escalation_id).order_by("-made_at"))


def _with_people() -> QuerySet[Evidence]:
    return Evidence.objects.select_related("person", "link")
