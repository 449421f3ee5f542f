"""A whole handover of a period, as things stand now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from dashboard.templatetags.times import moment, zone
from support.handover.acts import acts
from support.handover.incidents import incidents
from support.handover.period import Period
from support.handover.report import Report, Section
from support.handover.rooms import bulk_jobs, escalations, printers
from support.handover.waiting import came_in, left, put_off, taken

UNREAD: Final = "This could not be read."


def told(period: Period, now: datetime, *, by_person: bool = False) -> Report:
    """Its sections; one whose data does not answer says so."""
    return [
        _read("came", "What came in", lambda: came_in(period)),
        acts(period, by_person=by_person),
        bulk_jobs(period),
        incidents(period),
        _read("printers", "Printers paused here", lambda: printers(period)),
        escalations(period, now),
        _read("left", "What is left", lambda: left(now)),
        _read("put-off", "Put off, and why", lambda: put_off(now)),
        _read("taken", "Taken by somebody", lambda: taken(now)),
    ]


def heading(period: Period) -> str:
    """ "Handover of Wed 25 Nov, 02:00 to Wed 25 Nov, 10:00 UTC"."""
    return f"Handover of {period_words(period)}"


def period_words(period: Period) -> str:
    """ "Wed 25 Nov, 02:00 to 10:00 UTC"; the second day too where it is another."""
    first, last = moment(period.begins), moment(period.ends)
    day, _, clock = last.rpartition(", ")
    return f"{first} to {clock if first.startswith(f'{day},') else last} {zone(period.ends)}"


def _read(name: str, title: str, section: Callable[[], Section]) -> Section:
    try:
        return section()
    except (BotoCoreError, ClientError):
        return Section(name=name, title=title, nothing=UNREAD)
