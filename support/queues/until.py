"""Until when something is put off: the usual choices, and a time of one's own."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

MORNING: Final = time(8)
LATER: Final = {"1h": ("an hour", timedelta(hours=1)), "4h": ("four hours", timedelta(hours=4))}
MORNINGS: Final = {"tomorrow": ("tomorrow, 8:00", 1), "3d": ("in three days, 8:00", 3), "1w": ("in a week, 8:00", 7)}
CHOICES: Final = {word: words for word, (words, _) in {**LATER, **MORNINGS}.items()}
"""What each choice is called."""


def until(word: str, own: str, now: datetime) -> datetime | None:
    """The time that is meant, in the installation's time zone; ``own`` is a date and time as browsers send it, and goes
    first. None where neither says one.
    """
    if own:
        try:
            told = datetime.fromisoformat(own)
        except ValueError:
            return None
        return timezone.make_aware(told) if told.tzinfo is None else told
    if word in LATER:
        return now + LATER[word][1]
    if word in MORNINGS:
        day = timezone.localtime(now).date() + timedelta(days=MORNINGS[word][1])
        return timezone.make_aware(datetime.combine(day, MORNING))
    return None
