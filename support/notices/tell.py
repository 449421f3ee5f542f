"""Telling somebody something: a notice in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import User
from django.utils import timezone

from support.notices.models import Notice, NoticeKind

LONGEST_TEXT = 500


def tell(person: User, kind: NoticeKind, key: str, order_id: str, text: str, address: str) -> None:
    """Put it among somebody's notices; the same key is told once, so that asking twice is harmless.

    ``key`` says what it is about, as "mention:17"; ``text`` is a sentence without personal data of customers;
    ``address`` is a path of ours that it leads to. ``order_id`` is "" where it is about no order.
    """
    notice = Notice(
        person=person,
        kind=kind.value,
        key=key,
        order_id=order_id,
        text=text[:LONGEST_TEXT],
        address=address,
        at=timezone.now(),
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def take_back(key: str, keep: Collection[User] = ()) -> None:
    """What was told under a key is no more, but for those it still holds for."""
    Notice.objects.filter(key=key).exclude(person__in=keep).delete()
