"""An open incident of one kind of failure that turns out to be about more of its subject's."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from support.audit.record import Target, record
from support.audit.types import EventType
from support.incidents.affected import attach, suspect_of, wrong_of
from support.incidents.begin import OURSELVES
from support.incidents.evidence import Claim
from support.incidents.facts import Fact
from support.incidents.models import Incident
from support.incidents.series import Verdict
from support.incidents.words import what

WIDENED = EventType("incident.widened", "found that incident {target} is about more: {about}")


def widened(
    verdict: Verdict, opened: Collection[Incident], facts: Collection[Fact], claims: Collection[Claim]
) -> Incident | None:
    """The open incident of the verdict's subject, now about every failure of it; None where there is none."""
    key = (verdict.suspect.signal, verdict.suspect.dimension, verdict.suspect.subject)
    same = (each for each in opened if (each.signal, each.dimension, each.subject) == key)
    incident = next(same, None)
    if incident is not None and incident.code:
        _widen(incident, verdict, facts, claims)
    return incident


@transaction.atomic
def _widen(incident: Incident, verdict: Verdict, facts: Collection[Fact], claims: Collection[Claim]) -> None:
    incident.code = ""
    about, since = suspect_of(incident), int(min(incident.began_at, verdict.since).timestamp())
    if not Incident.objects.filter(pk=incident.pk, closed_at=None).update(code="", changes=F("changes") + 1):
        return
    attach(incident, [wrong for wrong in wrong_of(about, facts, claims) if wrong.began >= since])
    record(OURSELVES, WIDENED, Target("incident", str(incident.pk)), details={"about": what(about)})
