"""The page of one incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone

from support.commands.people import called
from support.incidents.begin import those_who_manage
from support.incidents.listing import PAGE, affected_of, notes_of, times_of
from support.incidents.manage import LONGEST_MESSAGE, LONGEST_NOTE, LONGEST_SUMMARY
from support.incidents.models import Incident, Signal
from support.shown.incident_rule import rule_words
from support.shown.incidents import (
    Growth,
    ShownAffected,
    ShownIncident,
    ShownNote,
    growth,
    shown_affected,
    shown_incident,
    shown_notes,
)

LONGEST_DIGITS: Final = 15
OF_RENDERS: Final = (("render", "Render again"), ("escalate", "Escalate"), ("note", "Note on all"))
OF_JOBS: Final = (
    ("reprint", "Reprint"),
    ("reroute", "Reprint elsewhere"),
    ("escalate", "Escalate"),
    ("note", "Note on all"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """``after`` is where this page of the affected lines begins, ``next`` the next one; 0 where there is none.
    ``version`` changes with what an open page shows. ``acts`` are what can be done with all its orders.
    """

    shown: ShownIncident
    now: datetime
    version: str
    rule: Sequence[str]
    growth: Growth | None
    affected: Sequence[ShownAffected]
    lines: int
    after: int
    next: int
    notes: Sequence[ShownNote]
    acts: Sequence[tuple[str, str]]
    people: Sequence[tuple[User, str]]
    longest_note: int = LONGEST_NOTE
    longest_message: int = LONGEST_MESSAGE
    longest_summary: int = LONGEST_SUMMARY


def incident_page(incident: Incident, after: str) -> IncidentPage:
    """The page at this moment, with the affected lines after a place."""
    now, begin = timezone.now(), _number(after)
    found, notes = affected_of(incident, begin), notes_of(incident)
    shown, lines = shown_incident(incident, now), int(getattr(incident, "lines", 0))
    return IncidentPage(
        shown=shown,
        now=now,
        version=f"{incident.changes}-{lines}-{notes[-1].pk if notes else 0}-{shown.label}",
        rule=rule_words(incident),
        growth=growth(times_of(incident)),
        affected=shown_affected(incident, found[:PAGE]),
        lines=lines,
        after=begin,
        next=found[PAGE - 1].pk if len(found) > PAGE else 0,
        notes=shown_notes(notes),
        acts=OF_RENDERS if incident.signal == Signal.RENDER_FAILURES else OF_JOBS,
        people=[(person, called(person)) for person in those_who_manage()],
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_DIGITS else 0
