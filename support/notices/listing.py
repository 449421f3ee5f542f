"""Somebody's notices as they read and tick them off."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from support.notices.models import Notice
from support.notices.unread import unread_of

MOST = 200
SHORTEST: Final = timedelta(days=7)
"""A notice's key keeps it from being told twice, and nobody tells of what is older than this."""


def notices_of(person: User) -> list[Notice]:
    """Unread first, newest next; ``MOST`` at most."""
    theirs = Notice.objects.filter(person=person).annotate(new=Q(read_at=None))
    return list(theirs.order_by("-new", "-at", "-pk")[:MOST])


def read(person: User, number: int) -> Notice | None:
    """Tick one of their notices off; None where it is none of theirs."""
    theirs = Notice.objects.filter(person=person, pk=number)
    theirs.filter(read_at=None).update(read_at=timezone.now())
    return theirs.first()


def read_all(person: User, up_to: int) -> int:
    """Tick off what had been told when the page was drawn, up to the newest that it showed; how many those were."""
    return unread_of(person).filter(pk__lte=up_to).update(read_at=timezone.now())


def sweep() -> int:
    """Forget notices that were read NOTICE_DAYS ago; how many those were. Unread ones stay."""
    ago = max(timedelta(days=settings.NOTICE_DAYS), SHORTEST)
    return Notice.objects.filter(read_at__lt=timezone.now() - ago).delete()[0]
