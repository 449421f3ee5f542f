"""Having a report mailed again and again, and ending that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone as clock

from dashboard.permissions import MAY, Permission
from orders.sla.report.question import BadQuestion, Question, asked
from support.audit.record import Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.report_runs.covers import Covers, Every, days, next_after
from support.report_runs.models import ReportSchedule

SCHEDULED: Final = EventType("report.scheduled", "had {target} mailed every {every} to {count} colleagues")
ENDED: Final = EventType("report.schedule_ended", "ended the mails of {target}")
LONGEST_NAME: Final = 100
LAST_HOUR: Final = 23
MOST_RECIPIENTS: Final = 50
KEPT: Final = frozenset({"unit", "cohort", "promise", "by", "where"})
"""Of a report's address. Its days, its time zone and its as-of are the schedule's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """As somebody typed it; ``query`` is the address of the report that they looked at."""

    name: str
    query: str
    covers: str
    every: str
    hour: str
    timezone: str
    recipients: Collection[int]

    def errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        found = {}
        if not self.name.strip() or len(self.name) > LONGEST_NAME or not self.name.isprintable():
            found["name"] = f"Give it a name of up to {LONGEST_NAME} characters."
        if self.covers not in list(Covers):
            found["covers"] = "Choose which days it covers."
        if self.every not in list(Every):
            found["every"] = "Choose how often."
        if not self.hour.isascii() or not self.hour.isdigit() or int(self.hour) > LAST_HOUR:
            found["hour"] = "Choose an hour from 0 to 23."
        if not 0 < len(set(self.recipients)) <= MOST_RECIPIENTS:
            found["recipients"] = f"Choose 1 to {MOST_RECIPIENTS} colleagues."
        return found


def schedule(asker: Asker, wanted: Wanted) -> ReportSchedule:
    """Have it mailed from the next time on. Raises NotAllowed, Invalid."""
    person = asker.person
    if person is None or not asker.may(Permission.SCHEDULE_REPORT):
        raise NotAllowed(Permission.SCHEDULE_REPORT)
    errors, query = wanted.errors(), kept(wanted.query)
    people = list(readers().filter(pk__in=wanted.recipients))
    if len(people) < len(set(wanted.recipients)):
        errors["recipients"] = "Choose colleagues from the list."
    try:
        question_of(query, Covers.YESTERDAY, wanted.timezone)
    except BadQuestion as bad:
        errors |= {"timezone" if name == "timezone" else "query": words for name, words in bad.errors.items()}
    if errors:
        raise Invalid(**errors)
    return _write(asker, person, wanted, query, people)


@transaction.atomic
def _write(asker: Asker, owner: User, wanted: Wanted, query: str, people: list[User]) -> ReportSchedule:
    now, every = clock.now(), Every(wanted.every)
    made = ReportSchedule(
        name=wanted.name.strip(),
        query=query,
        covers=wanted.covers,
        every=every.value,
        hour=int(wanted.hour),
        timezone=wanted.timezone,
        owner=owner,
        next_at=next_after(now, every, int(wanted.hour), ZoneInfo(wanted.timezone)),
        made_at=now,
    )
    details = {"every": every.value, "count": len(people), "query": query, "covers": wanted.covers}
    made.event = record(asker.actor, SCHEDULED, Target("report_schedule", made.name), details=details)
    made.save()
    made.recipients.set(people)
    return made


@transaction.atomic
def end(asker: Asker, schedule_id: int) -> ReportSchedule:
    """No more mails of it; ending it twice is ending it once. Raises NotAllowed, NotThere."""
    found = ReportSchedule.objects.select_for_update().filter(pk=schedule_id).first()
    if found is None:
        raise NotThere("There is no such report by mail.")
    own = asker.person is not None and found.owner_id == asker.person.pk
    if not asker.may(Permission.SCHEDULE_REPORT, own=own):
        raise NotAllowed(Permission.SCHEDULE_REPORT)
    if found.ended_at is None:
        record(asker.actor, ENDED, Target("report_schedule", found.name))
        found.ended_at = clock.now()
        found.changes += 1
        found.save()
    return found


def readers() -> QuerySet[User]:
    """Colleagues who may see reports, and have an address."""
    roles = [role.value for role in MAY[Permission.VIEW_REPORTS]]
    people = User.objects.filter(is_active=True, groups__name__in=roles).exclude(email="")
    return people.distinct().order_by("first_name", "username")


def kept(query: str) -> str:
    """What a schedule keeps of a report's address."""
    said = parse_qs(query, keep_blank_values=True, max_num_fields=100)
    return urlencode([(name, value) for name, values in said.items() if name in KEPT for value in values])


def question_of(query: str, covers: Covers, timezone: str) -> Question:
    """What is asked now. Raises BadQuestion."""
    said = parse_qs(query, keep_blank_values=True)
    zone = _zone(timezone)
    start, finish = days(covers, clock.now().astimezone(zone).date())
    return asked(
        start=start.isoformat(),
        end=finish.isoformat(),
        by=",".join(said.get("by", [])),
        where=said.get("where", []),
        timezone=timezone,
        **{name: said.get(name, [""])[0] for name in ("unit", "cohort", "promise")},
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise BadQuestion({"timezone": "This is no time zone; they are named as Europe/Berlin."}) from error
