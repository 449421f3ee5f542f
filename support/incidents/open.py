"""Opening an incident by hand: of something that went wrong in the last day, before the rule is sure of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from dashboard.permissions import Permission
from orders.store import live_store
from support.audit.record import LONGEST_REASON, Detail
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.incidents.affected import wrong_of
from support.incidents.begin import about, write
from support.incidents.claims import claims_now
from support.incidents.days import facts_now
from support.incidents.evidence import Claim
from support.incidents.facts import EVERY, Fact, parents
from support.incidents.models import Dimension, Incident, Signal
from support.incidents.series import ANY, DAY, Suspect
from support.incidents.words import what

OPENED = EventType("incident.opened", "opened incident {target} by hand: {about}, {bad} of {seen} orders")
MOST: Final = 100
WHY: Final = "Say why, so that whoever owns it knows what you saw."
CHOOSE: Final = "Choose what it is about."


class Choice(NamedTuple):
    """Something that went wrong today, in so many of the orders that it has; ``value`` stands for it in a form."""

    value: str
    words: str
    bad: int
    seen: int


class OpenAlready(Exception):
    """There is one of this subject."""

    def __init__(self, incident: Incident | None) -> None:
        super().__init__("An incident of this is open already.")
        self.incident = incident


def choices() -> list[Choice]:
    """What an incident may be opened for, the most orders first. Raises what DynamoDB does."""
    facts, claims, now = _today()
    found = sorted(_counted(facts, claims, now).items(), key=lambda one: (-one[1][0], one[0]))
    return [Choice(_value(suspect), what(suspect), bad, seen) for suspect, (bad, seen) in found[:MOST]]


def open_by_hand(asker: Asker, chosen: str, reason: str) -> Incident:
    """The incident, with what went wrong of it in the last day. Raises NotAllowed, Invalid (about, reason),
    OpenAlready, and what DynamoDB does.
    """
    if asker.person is None or not asker.may(Permission.MANAGE_INCIDENT):
        raise NotAllowed(Permission.MANAGE_INCIDENT)
    facts, claims, now = _today()
    counted = {_value(suspect): (suspect, counts) for suspect, counts in _counted(facts, claims, now).items()}
    if chosen not in counted:
        raise Invalid(about=CHOOSE)
    if not reason.strip():
        raise Invalid(reason=WHY)
    suspect, (bad, seen) = counted[chosen]
    wrong = [each for each in wrong_of(suspect, facts, claims) if each.at > now.timestamp() - DAY]
    incident = about(suspect, wrong)
    incident.bad, incident.seen, incident.opened_by = bad, seen, asker.person
    details: dict[str, Detail] = {"about": what(suspect), "signal": suspect.signal, "bad": bad, "seen": seen}
    try:
        with transaction.atomic():
            write(asker.actor, OPENED, incident, wrong, reason=reason[:LONGEST_REASON], details=details)
    except IntegrityError as error:
        raise OpenAlready(_open_one(suspect)) from error
    return incident


def _today() -> tuple[list[Fact], list[Claim], datetime]:
    now = timezone.now()
    facts = facts_now(live_store(), now)
    return facts, claims_now(facts, now), now


def _counted(facts: Collection[Fact], claims: Collection[Claim], now: datetime) -> Mapping[Suspect, tuple[int, int]]:
    """Of everything that went wrong in the last day, how many orders did, and how many there were."""
    since = now.timestamp() - DAY
    bad: dict[Suspect, set[str]] = {}
    seen: dict[tuple[str, str], set[str]] = {}
    for fact in facts:
        for parent in parents(fact) if max(fact.began, fact.at) > since else ():
            seen.setdefault(parent, set()).add(fact.order_id)
            for suspect in _suspects(*parent, fact.mark) if fact.mark and fact.at > since else ():
                bad.setdefault(suspect, set()).add(fact.order_id)
    for claim in claims:
        for product in filter(None, (EVERY, claim.product)) if claim.at > since else ():
            suspect = Suspect(Signal.CLAIMS, Dimension.PRINTER_PRODUCT, f"{claim.printer}/{product}")
            bad.setdefault(suspect, set()).add(claim.order_id)
    return {suspect: (len(orders), len(_of(suspect, seen) | orders)) for suspect, orders in bad.items()}


def _of(suspect: Suspect, seen: Mapping[tuple[str, str], set[str]]) -> set[str]:
    subject = "" if suspect.dimension == Dimension.FAILURE_CODE else suspect.subject
    return seen.get((suspect.dimension, subject), set())


def _suspects(dimension: str, subject: str, mark: str) -> list[Suspect]:
    if dimension == Dimension.PRINTER_PRODUCT:
        return [Suspect(mark, dimension, subject)]
    if dimension == Dimension.FAILURE_CODE:
        return [Suspect(Signal.RENDER_FAILURES, dimension, mark)]
    return [Suspect(Signal.RENDER_FAILURES, dimension, subject, code) for code in (ANY, mark)]


def _value(suspect: Suspect) -> str:
    return json.dumps([str(suspect.signal), str(suspect.dimension), suspect.subject, suspect.code])


def _open_one(suspect: Suspect) -> Incident | None:
    same = {"signal": suspect.signal, "dimension": suspect.dimension, "subject": suspect.subject}
    return Incident.objects.filter(**same, closed_at=None).first()
