"""What an incident affects: the lines that went wrong, of the render or print job that did."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import transaction

from support.incidents.evidence import Claim
from support.incidents.facts import EVERY, Fact, split_subject
from support.incidents.models import Affected, Incident, Signal
from support.incidents.series import Suspect, about


class Wrong(NamedTuple):
    """A line that went wrong; ``began`` and ``at`` are seconds."""

    order_id: str
    line_id: str
    row_id: str
    began: int
    at: int


def suspect_of(incident: Incident) -> Suspect:
    """What an incident is about."""
    return Suspect(incident.signal, incident.dimension, incident.subject, incident.code)


def wrong_of(suspect: Suspect, facts: Iterable[Fact], claims: Iterable[Claim]) -> Iterator[Wrong]:
    """Everything that went wrong of what an incident is about."""
    if suspect.signal == Signal.CLAIMS:
        printer, product = split_subject(suspect.subject)
        for claim in claims:
            if claim.printer == printer and product in (EVERY, claim.product):
                yield Wrong(claim.order_id, claim.line_id, claim.print_job_id, claim.at, claim.at)
        return
    for fact in facts:
        if fact.mark and about(suspect, fact):
            yield Wrong(fact.order_id, fact.line_id, fact.row_id, fact.began, fact.at)


def attach(incident: Incident, found: Collection[Wrong]) -> None:
    """Add lines to an incident, each once."""
    rows = [
        Affected(
            incident=incident,
            order_id=wrong.order_id,
            line_id=wrong.line_id,
            row_id=wrong.row_id,
            at=datetime.fromtimestamp(wrong.at, UTC),
        )
        for wrong in sorted(found, key=lambda wrong: wrong.at)
    ]
    Affected.objects.bulk_create(rows, ignore_conflicts=True)


def grow(incidents: Collection[Incident], facts: Collection[Fact], claims: Collection[Claim]) -> None:
    """Add what has gone wrong since to each of these incidents, which are open."""
    for incident in incidents:
        since = int(incident.began_at.timestamp())
        found = [wrong for wrong in wrong_of(suspect_of(incident), facts, claims) if wrong.began >= since]
        known = set(incident.affected.values_list("order_id", "line_id")) if found else set()
        new = [wrong for wrong in found if (wrong.order_id, wrong.line_id) not in known]
        if new:
            _add(incident, new)


@transaction.atomic
def _add(incident: Incident, new: Collection[Wrong]) -> None:
    """Unless it was closed meanwhile."""
    last = datetime.fromtimestamp(max(wrong.at for wrong in new), UTC)
    if Incident.objects.select_for_update().filter(pk=incident.pk, closed_at=None).exists():
        attach(incident, new)
        Incident.objects.filter(pk=incident.pk, last_at__lt=last).update(last_at=last)
