"""Whether a printer has fallen silent: it owes us word, and was not heard for longer than is usual with it.

Webhooks go silent without anybody telling, so silence is looked for and never taken for calm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from django.conf import settings

from orders import thresholds
from support.printers.worktime import worked, zone_of

USUAL: Final = 0.9
WORDS_KEPT: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Nothing heard since then; ``usual`` is what nine of ten of its last pauses were shorter than, None where too
    little was heard to say. ``long`` is beyond what can be waited for.
    """

    since: datetime
    usual: timedelta | None
    long: bool


def silence(heard: Sequence[datetime], owed: int, zone: str, now: datetime) -> Silence | None:
    """None where nothing is owed, or the printer was heard not long ago. ``heard`` is latest first. Of one that was
    never heard its unanswered jobs tell, each by itself.
    """
    if not owed or not heard:
        return None
    usual = usual_pause(heard, zone)
    if _awake(heard[0], now, zone) <= longest_pause(usual):
        return None
    return Silence(since=heard[0], usual=usual, long=now - heard[0] > paced(thresholds.PRINTER_MUTE))


def words_of(heard: Iterable[datetime]) -> list[datetime]:
    """The last words, latest first, of all that was heard: what comes at once is one."""
    words: list[datetime] = []
    apart = paced(thresholds.PRINTER_WORDS_APART)
    for moment in sorted(heard, reverse=True):
        if not words or words[-1] - moment >= apart:
            words.append(moment)
    return words[:WORDS_KEPT]


def longest_pause(usual: timedelta | None) -> timedelta:
    """How long it may say nothing before that is remarkable."""
    most = paced(thresholds.PRINTER_SILENT)
    if usual is None:
        return most
    return min(max(paced(thresholds.PRINTER_QUIET), usual * thresholds.PRINTER_QUIET_TIMES), most)


def usual_pause(heard: Sequence[datetime], zone: str) -> timedelta | None:
    """What nine of ten of the last pauses between words were shorter than, in working hours; None of few words, and
    none is remembered for ever.
    """
    recent = [word for word in heard if heard[0] - word <= paced(thresholds.PRINTER_RECENT)]
    if len(recent) <= thresholds.PRINTER_WORDS:
        return None
    pauses = sorted(_awake(earlier, later, zone) for later, earlier in pairwise(recent))
    return pauses[math.ceil(USUAL * len(pauses)) - 1]


def paced(length: timedelta) -> timedelta:
    """A threshold at the pace at which the printers work."""
    return length / float(settings.PRINTER_PACE)


def _awake(start: datetime, end: datetime, zone: str) -> timedelta:
    """The part of a span in which somebody works there. A company that is played faster has no nights of ours."""
    if settings.PRINTER_PACE > 1:
        return max(end - start, timedelta(0))
    return worked(start, end, zone_of(zone), *thresholds.PRINTER_HOURS)
