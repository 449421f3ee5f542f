"""Handovers as pages show them: with the names of colleagues, and the words of reasons that are not erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from support import masking
from support.audit import actors
from support.commands.people import called
from support.handover.listing import handovers
from support.handover.models import Handover
from support.handover.period import LONGEST, Period
from support.handover.report import Line, Report, Section, as_text, from_json
from support.handover.told import heading, period_words
from support.models import AuditReason

HOURS: Final = (4, 8, 12, 24)
PERSON: Final = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line with who and why in words."""

    line: Line
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A section with its lines; ``counts`` and ``by_whom`` say which columns there are."""

    section: Section
    lines: Sequence[ShownLine]
    counts: bool
    by_whom: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One period to choose by a click."""

    id: str
    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """What would be handed over now. ``begins`` and ``ends`` are as the form's fields take them."""

    title: str
    begins: str
    ends: str
    period: Period
    by_person: bool
    sections: Sequence[ShownSection]
    text: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """What was handed over."""

    title: str
    handover: Handover
    who: str
    words: str
    sections: Sequence[ShownSection]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A handover in the list of those of before."""

    handover: Handover
    period: str
    who: str
    words: str


def new_page(period: Period, report: Report, *, by_person: bool) -> NewPage:
    """The page of a period."""
    return NewPage(
        title=heading(period),
        begins=_field(period.begins),
        ends=_field(period.ends),
        period=period,
        by_person=by_person,
        sections=_sections(report),
        text=as_text(report, heading(period)),
        choices=list(_choices(timezone.now())),
    )


def kept_page(handover: Handover) -> KeptPage:
    """The page of one that was handed over."""
    return KeptPage(
        title=heading(_period(handover)),
        handover=handover,
        who=_who(handover),
        words=_words(handover),
        sections=_sections(from_json(handover.figures)),
    )


def past(found: Sequence[Handover]) -> list[Past]:
    """Handovers as a list."""
    return [
        Past(handover=each, period=period_words(_period(each)), who=_who(each), words=_words(each)) for each in found
    ]


def _sections(report: Report) -> list[ShownSection]:
    lines = [line for section in report for line in section.lines]
    names = actors.names(line.who for line in lines if line.who)
    reasons = _reasons([line.event for line in lines if line.event])
    return [
        ShownSection(
            section=section,
            lines=[
                ShownLine(line=line, who=names.get(line.who, ""), why=reasons.get(line.event, ""))
                for line in section.lines
            ],
            counts=any(line.number is not None for line in section.lines),
            by_whom=any(line.who for line in section.lines),
        )
        for section in report
    ]


def _reasons(events: Sequence[int]) -> Mapping[int, str]:
    """The words of these events' reasons, by number; those that are erased are not among them."""
    found = AuditReason.objects.filter(event__in=events) if events else ()
    return {each.event_id: masking.scrub(each.text, masking.NOTHING) for each in found}


def _choices(now: datetime) -> Iterator[Choice]:
    last = handovers().first()
    if last is not None and now - LONGEST < last.ends_at < now:
        yield Choice(id="since-last", words="since the last handover", address=_address(last.ends_at))
    for hours in HOURS:
        yield Choice(
            id=f"since-{hours}", words=f"the last {hours} hours", address=_address(now - timedelta(hours=hours))
        )


def _address(begins: datetime) -> str:
    return f"{reverse('handover-new')}?{urlencode({'begins': _field(begins)})}"


def _field(at: datetime) -> str:
    """As a field for a time of day takes it, in the installation's zone."""
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def _period(handover: Handover) -> Period:
    return Period(handover.begins_at, handover.ends_at)


def _who(handover: Handover) -> str:
    return called(handover.by) if handover.by is not None else actors.LEFT


def _words(handover: Handover) -> str:
    reason = getattr(handover.event, "reason", None)
    return reason.text if reason is not None else ""
