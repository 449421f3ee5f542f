"""Finding handovers: one, and those of before."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from support.handover.models import Handover

LONGEST_ID: Final = 80
RECENT: Final = timedelta(days=1)


def find_handover(handover_id: str) -> Handover | None:
    """One, with the sender's words."""
    if "\0" in handover_id or len(handover_id) > LONGEST_ID:
        return None
    return shown().filter(pk=handover_id).first()


def handovers() -> QuerySet[Handover]:
    """All, newest first, without what they tell."""
    return shown().defer("figures", "text").order_by("-made_at", "pk")


def recent() -> QuerySet[Handover]:
    """Those of the last day, newest first."""
    return handovers().filter(made_at__gt=timezone.now() - RECENT)


def shown() -> QuerySet[Handover]:
    """Handovers with who made them, and their words."""
    return Handover.objects.select_related("by", "event__reason")
