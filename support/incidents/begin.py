"""The beginning of an incident, found by the rule or opened by somebody: once for each subject, and told to those who
manage them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from dashboard.permissions import MAY, Permission
from support.audit.record import Actor, Detail, Target, record
from support.audit.types import EventType
from support.incidents.affected import Wrong, attach, suspect_of, wrong_of
from support.incidents.evidence import Claim
from support.incidents.facts import Fact
from support.incidents.models import Incident
from support.incidents.series import Suspect, Verdict
from support.incidents.words import what
from support.notices.models import NoticeKind
from support.notices.tell import tell

FOUND = EventType("incident.found", "found incident {target}: {about}, {bad} of {seen} orders")
OURSELVES: Final = Actor("printdesk", "service")
A_DAY: Final = timedelta(days=1)


def those_who_manage() -> list[User]:
    """Whoever may own an incident, and is told of new ones."""
    roles = [role.value for role in MAY[Permission.MANAGE_INCIDENT]]
    return list(
        User.objects.filter(is_active=True, groups__name__in=roles).distinct().order_by("first_name", "username")
    )


def found(verdict: Verdict, facts: Collection[Fact], claims: Collection[Claim]) -> Incident | None:
    """The incident that a verdict is; None where one is open for its subject already."""
    since = (verdict.since - A_DAY).timestamp()
    every = wrong_of(verdict.suspect, facts, claims)
    wrong = [each for each in every if each.order_id in verdict.orders and each.began >= since]
    details: dict[str, Detail] = {
        "about": what(verdict.suspect),
        "signal": verdict.suspect.signal,
        "bad": verdict.bad,
        "seen": verdict.seen,
        "expected": f"{verdict.expected:.2f}",
        "chance": f"{verdict.chance:.1e}",
        "lines": len(wrong),
    }
    incident = about(verdict.suspect, wrong)
    incident.bad, incident.seen = verdict.bad, verdict.seen
    incident.expected, incident.chance = verdict.expected, verdict.chance
    try:
        with transaction.atomic():
            write(OURSELVES, FOUND, incident, wrong, details=details)
    except IntegrityError:
        return None
    return incident


def about(suspect: Suspect, wrong: Collection[Wrong]) -> Incident:
    """An incident that is not written yet."""
    now = timezone.now()
    return Incident(
        signal=suspect.signal,
        dimension=suspect.dimension,
        subject=suspect.subject,
        code=suspect.code,
        began_at=datetime.fromtimestamp(min((each.began for each in wrong), default=int(now.timestamp())), UTC),
        last_at=datetime.fromtimestamp(max((each.at for each in wrong), default=int(now.timestamp())), UTC),
        opened_at=now,
        previous=_before(suspect),
    )


def write(
    actor: Actor,
    event: EventType,
    incident: Incident,
    wrong: Collection[Wrong],
    *,
    reason: str = "",
    details: dict[str, Detail],
) -> None:
    """Write it with its lines, the audit's row and the notices; in a transaction of the caller's. Raises IntegrityError
    where one is open for its subject.
    """
    if incident.previous is not None:
        details |= {"previous": incident.previous.pk}
    # The audit's row names the incident, and the incident its row: the number is taken first.
    incident.pk = _next_number()
    incident.event = record(actor, event, Target("incident", str(incident.pk)), reason=reason, details=details)
    incident.save(force_insert=True)
    attach(incident, wrong)
    again = "came back" if incident.previous is not None else "began"
    for person in those_who_manage():
        if person != incident.opened_by:
            text = f"An incident {again}: {what(suspect_of(incident))}, {len({each.order_id for each in wrong})} orders"
            tell(person, NoticeKind.INCIDENT, f"incident:{incident.pk}", "", text, address_of(incident))


def address_of(incident: Incident) -> str:
    """Its page."""
    return reverse("incident", args=[incident.pk])


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Incident._meta.db_table])
        return int(cursor.fetchone()[0])


def _before(suspect: Suspect) -> Incident | None:
    """The last one of its subject, which is closed."""
    same = {"signal": suspect.signal, "dimension": suspect.dimension, "subject": suspect.subject}
    return Incident.objects.filter(**same).exclude(closed_at=None).order_by("-closed_at").first()
