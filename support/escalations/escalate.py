"""Taking a problem up: looked at, written down and audited in one transaction, under the order's lock."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from dashboard.permissions import Permission
from orders.projections import keys
from support.audit.record import Target, record
from support.audit.types import EventType
from support.commands.ask import hold_order, look, settled
from support.commands.asker import Asker
from support.commands.refusals import Invalid, KeyUsed, NotAllowed
from support.commands.wish import LONGEST_KEY
from support.escalations.aim import Aim, Named, aim_at_order, aim_at_printer
from support.escalations.clock import set_clock
from support.escalations.listing import live_same
from support.escalations.models import Escalation, EscalationState, Severity, Step
from support.escalations.names import about
from support.escalations.refusals import AlreadyOpen
from support.incidents.models import Incident
from support.notes.words import checked
from support.reasons import reasons

OPENED: Final = EventType("escalation.opened", "escalated {about}: {reason} ({severity})")
NAMES: Final = ("line_id", "print_job_id", "parcel_id", "printer_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What somebody wants to be taken up: with an order (all of it, a line, a print job or a parcel), or, without an
    order, with a printer. ``severity`` "" is the reason's own. ``text`` is for colleagues, never sent as it is.
    ``key`` is the same as often as one problem is sent.
    """

    order_id: str = ""
    line_id: str = ""
    print_job_id: str = ""
    parcel_id: str = ""
    printer_id: str = ""
    incident: Incident | None = None
    reason: str
    severity: str = ""
    text: str = ""
    key: str

    def checked(self) -> Problem:
        """With its text as it is kept. Raises Invalid for what could never be."""
        for name in ("order_id", *NAMES):
            told = getattr(self, name)
            if told and not keys.usable(told):
                raise Invalid(**{name: "This is no id."})
        if not self.order_id and not self.printer_id:
            raise Invalid(order_id="Say which order or printer it is about.")
        if not 0 < len(self.key) <= LONGEST_KEY or not self.key.isprintable():
            raise Invalid(key="A key is 1 to 100 printable characters.")
        if self.reason not in reasons():
            raise Invalid(reason="Choose a reason from the list." if self.reason else "Say what the reason is.")
        if self.severity not in ("", *Severity.values):
            raise Invalid(severity="Choose how bad it is from the list.")
        return replace(self, text=checked(self.text, "text") if self.text.strip() else "")


def escalate(asker: Asker, problem: Problem) -> Escalation:
    """The escalation that the problem becomes, or became when it was sent before.

    Raises NotAllowed, Invalid, NotThere, AlreadyOpen (with the live one of the same subject and reason), KeyUsed,
    Busy; and what the stores do when they do not answer.
    """
    if not asker.may(Permission.ESCALATE):
        raise NotAllowed(Permission.ESCALATE)
    problem = problem.checked()
    return settled(lambda: _escalate(asker, problem))


@transaction.atomic
def _escalate(asker: Asker, problem: Problem) -> Escalation:
    now = hold_order(problem.order_id or problem.printer_id)
    before = Escalation.objects.filter(actor=asker.actor.id, key=problem.key).first()
    if before is not None:
        return _same(before, problem)
    aim = _aim(problem, now)
    incident = problem.incident.pk if problem.incident and not problem.order_id else None
    existing = live_same(aim, problem.reason, incident)
    if existing is not None:
        raise AlreadyOpen(existing)
    return take_up(asker, problem, aim, now)


def _aim(problem: Problem, now: datetime) -> Aim:
    reason = reasons()[problem.reason]
    if not problem.order_id:
        return aim_at_printer(problem.printer_id, reason)
    named = Named(**{name: getattr(problem, name) for name in NAMES})
    return aim_at_order(named, reason, look(problem.order_id, (), now))


def _same(before: Escalation, problem: Problem) -> Escalation:
    """The escalation that has the key already. Raises KeyUsed where it is another one."""
    told = [(problem.order_id, before.order_id), (problem.reason, before.reason)]
    # What was left out was found by us; what is erased is compared no more.
    told += [(getattr(problem, name), getattr(before, name)) for name in NAMES if getattr(problem, name)]
    told += [(problem.text, before.text)] if before.text else []
    opened_as = before.event.details["severity"]
    told += [(problem.severity, opened_as)] if problem.severity else []
    if any(wanted != found for wanted, found in told):
        raise KeyUsed
    return before


def drafted(asker: Asker, problem: Problem, aim: Aim, now: datetime) -> Escalation:
    """The escalation as it would be opened, not saved."""
    return Escalation(
        **{name: getattr(aim, name) for name in ("order_id", "order_number", "user_id", *NAMES)},
        subject=subject_of(aim, problem),
        incident=problem.incident,
        reason=problem.reason,
        party=aim.party,
        severity=problem.severity or reasons()[problem.reason].severity,
        text=problem.text,
        owner=asker.person,
        actor=asker.actor.id,
        person=asker.person,
        token=asker.token,
        key=problem.key,
        opened_at=now,
    )


def take_up(asker: Asker, problem: Problem, aim: Aim, now: datetime) -> Escalation:
    """Write down and audit what was looked at under the order's lock, which the caller's transaction holds."""
    escalation = drafted(asker, problem, aim, now)
    set_clock(escalation, now)
    details = {name: getattr(aim, name) for name in NAMES if getattr(aim, name)}
    details |= {"about": about(escalation), "reason": problem.reason, "severity": str(escalation.severity)}
    details |= {"party": str(aim.party)} | ({"incident": str(problem.incident.pk)} if problem.incident else {})
    target = Target("escalation", escalation.pk, aim.order_id)
    escalation.event = record(asker.actor, OPENED, target, details=details)
    escalation.save(force_insert=True)
    Step.objects.create(escalation=escalation, at=now, was="", now=EscalationState.OPEN, event=escalation.event)
    return escalation


def subject_of(aim: Aim, problem: Problem) -> str:
    """SHA-256 of what it is about and why: the database lets one be live for each."""
    told = [aim.order_id, aim.line_id, aim.print_job_id, aim.parcel_id, problem.reason]
    if not aim.order_id:
        told += [aim.printer_id, str(problem.incident.pk) if problem.incident else ""]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
