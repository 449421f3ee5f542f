"""Addresses that mail comes back from for good: nothing more is sent there until one arrives."""

from __future__ import annotations

from django.db.models import Max, Q

from support.mail.models import MailEvent
from support.mail.told import Kind


def is_suppressed(address: str) -> bool:
    """Whether the last that was told of an address is that it takes none. Nothing is known of customers' here."""
    theirs = MailEvent.objects.filter(mail__address=address) if address else MailEvent.objects.none()
    back = Max("at", filter=Q(type__in=(Kind.BOUNCE_PERMANENT.value, Kind.COMPLAINT.value)))
    told = theirs.aggregate(back=back, arrived=Max("at", filter=Q(type=Kind.DELIVERY.value)))
    return told["back"] is not None and (told["arrived"] is None or told["arrived"] <= told["back"])
