"""What people do about an incident: own it, write about it, tell agents, close it. Each with its row in the audit."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from dashboard.permissions import Permission
from support.audit.record import Detail, Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.people import called
from support.commands.refusals import Invalid, NotAllowed, NotThere, Refused
from support.incidents.affected import suspect_of
from support.incidents.begin import address_of, those_who_manage
from support.incidents.models import Incident, IncidentNote
from support.incidents.words import what
from support.notices.models import NoticeKind
from support.notices.tell import take_back, tell

OWNED = EventType("incident.owned", "gave incident {target} to {owner}")
NOTED = EventType("incident.noted", "wrote note {note} about incident {target}")
MESSAGE = EventType("incident.message", "changed what agents are told of incident {target}: {characters} characters")
CLOSED = EventType("incident.closed", "closed incident {target}, which had affected {orders} orders")

LONGEST_NOTE: Final = 4_000
LONGEST_MESSAGE: Final = 500
LONGEST_SUMMARY: Final = 2_000
TWICE: Final = timedelta(minutes=1)
"""The same words by the same person within this time are one note: a form that was sent twice."""

NOT_KEPT: Final = re.compile("[\0\ud800-\udfff]")


class Over(Refused):
    """It is closed already."""

    def __init__(self) -> None:
        super().__init__("This incident is closed. If it came back, it is a new one.")


@transaction.atomic
def give(asker: Asker, incident_id: int, owner_id: int | None) -> Incident:
    """Give it to somebody who manages incidents, or to nobody. Raises NotAllowed, NotThere, Invalid, Over."""
    incident = _held(asker, incident_id)
    owner = next((each for each in those_who_manage() if each.pk == owner_id), None)
    if owner_id is not None and owner is None:
        raise Invalid(owner="Choose somebody of ops or a manager.")
    if incident.owner_id == owner_id:
        return incident
    incident.owner = owner
    _save(incident, "owner")
    _record(asker, OWNED, incident, owner=f"staff:{owner.pk}" if owner else "nobody")
    _tell_owner(asker, incident, owner)
    return incident


@transaction.atomic
def note(asker: Asker, incident_id: int, text: str) -> IncidentNote:
    """Write about it, while it is open or afterwards. Raises NotAllowed, NotThere, Invalid."""
    incident = _held(asker, incident_id, closed=True)
    text = _checked(text, LONGEST_NOTE, text="Write something first.")
    now = timezone.now()
    same = incident.notes.filter(author=asker.person, text=text, written_at__gt=now - TWICE).first()
    if same is not None:
        return same
    written = IncidentNote.objects.create(incident=incident, author=asker.person, text=text, written_at=now)
    _record(asker, NOTED, incident, note=written.pk, characters=len(text))
    return written


@transaction.atomic
def say(asker: Asker, incident_id: int, message: str) -> Incident:
    """Tell agents something on every order that it affects; nothing takes it away. Raises NotAllowed, NotThere,
    Invalid, Over.
    """
    incident = _held(asker, incident_id)
    message = _checked(message, LONGEST_MESSAGE, message="") if message.strip() else ""
    message = " ".join(message.split())
    if message != incident.message:
        incident.message = message
        _save(incident, "message")
        _record(asker, MESSAGE, incident, characters=len(message))
    return incident


@transaction.atomic
def close(asker: Asker, incident_id: int, summary: str) -> Incident:
    """Say that it is over, and what it was. Raises NotAllowed, NotThere, Invalid without a summary, Over."""
    incident = _held(asker, incident_id)
    asked = "Say what it was and what was done, so that whoever meets it again knows."
    incident.summary = _checked(summary, LONGEST_SUMMARY, summary=asked)
    orders = incident.affected.values("order_id").distinct().count()
    details: dict[str, Detail] = {"orders": orders, "about": what(suspect_of(incident))}
    about = Target("incident", str(incident.pk))
    incident.end_event = record(asker.actor, CLOSED, about, reason=incident.summary, details=details)
    incident.closed_at, incident.closed_by = timezone.now(), asker.person
    _save(incident, "summary", "end_event", "closed_at", "closed_by")
    return incident


def _held(asker: Asker, incident_id: int, *, closed: bool = False) -> Incident:
    """The incident, which nobody else changes until the transaction ends."""
    if asker.person is None or not asker.may(Permission.MANAGE_INCIDENT):
        raise NotAllowed(Permission.MANAGE_INCIDENT)
    incident = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if incident is None:
        raise NotThere("There is no such incident.")
    if incident.closed_at is not None and not closed:
        raise Over
    return incident


def _checked(text: str, longest: int, /, **asked: str) -> str:
    """The words without space around them. Raises Invalid for the field that ``asked`` names."""
    ((field, empty),) = asked.items()
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if NOT_KEPT.search(text):
        raise Invalid(**{field: "This holds a character that cannot be kept (NUL, or half of one). Take it out."})
    if not text:
        raise Invalid(**{field: empty})
    if len(text) > longest:
        raise Invalid(**{field: f"Up to {longest:,} characters; these are {len(text) - longest:,} too many."})
    return text


def _tell_owner(asker: Asker, incident: Incident, owner: User | None) -> None:
    key = f"incident:{incident.pk}:owner"
    take_back(key)
    if owner is not None and owner != asker.person and asker.person is not None:
        text = f"{called(asker.person)} gave you an incident: {what(suspect_of(incident))}"
        tell(owner, NoticeKind.INCIDENT, key, "", text, address_of(incident))


def _record(asker: Asker, event: EventType, incident: Incident, **details: Detail) -> None:
    record(asker.actor, event, Target("incident", str(incident.pk)), details=details)


def _save(incident: Incident, *fields: str) -> None:
    incident.changes += 1
    incident.save(update_fields=[*fields, "changes"])
