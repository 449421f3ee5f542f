"""What an auditor looks at first: how often today what must not be done lightly was done."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from django.db.models import Count
from django.utils import timezone

from support.models import GROUP, AuditEvent

GROUPS: Final = ("personal", "customer", "audit", "staff", "token", "limit")
"""First words of types: who saw whose data, who was let in, who took what out."""


def acts_today() -> dict[str, int]:
    """How many events of each of these groups there were since midnight of the installation's zone: one query."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    found = AuditEvent.objects.filter(at__gte=midnight).annotate(of=GROUP).filter(of__in=GROUPS)
    counted = dict(found.values_list("of").annotate(number=Count("pk")).order_by())
    return {group: counted[group] for group in GROUPS if group in counted}
