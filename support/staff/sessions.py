"""Sessions by person: when somebody was last there, and ending all of theirs. Sessions live in SQL alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from dashboard.sessions import SEEN_AT


def last_seen() -> dict[int, datetime]:
    """When each person who is signed in last did something, by key."""
    found: dict[int, datetime] = {}
    for person, session in _live():
        seen = datetime.fromtimestamp(session.get_decoded().get(SEEN_AT, 0), UTC)
        found[person] = max(seen, found.get(person, seen))
    return found


def count_of(person: int) -> int:
    """In how many browsers somebody is signed in."""
    return len(_of(person))


def end_all(person: int) -> int:
    """Sign somebody out everywhere, from their next request on; how many sessions that were."""
    ended, _ = Session.objects.filter(pk__in=_of(person)).delete()
    return ended


def _of(person: int) -> list[str]:
    return [session.session_key for owner, session in _live() if owner == person]


def _live() -> Iterator[tuple[int, Session]]:
    """A session does not name its person where the database could look: each is read."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        owner = session.get_decoded().get(SESSION_KEY, "")
        if owner.isdigit():
            yield int(owner), session
