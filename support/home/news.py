"""What changed for somebody since they last looked: the notices that they have not read."""

from __future__ import annotations

from django.contrib.auth.models import User

from support.notices import unread
from support.notices.models import Notice


def news_of(person: User, most: int) -> tuple[list[Notice], int]:
    """The newest unread notices, and how many there are in all: two queries, the second for the bell too."""
    number = unread.unread_of(person).count()
    unread.remember(person, number)
    return list(unread.unread_of(person).order_by("-at", "-pk")[:most]), number
