"""Making a problem right: every part in one transaction, under the order's lock, and linked; or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from dashboard.permissions import Permission
from support.audit.record import Detail, Target, record
from support.audit.types import EventType
from support.claims.models import Claim
from support.claims.refusals import ClaimExists
from support.commands.ask import drafted, give, hold_order, settled
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.refusals import Invalid, KeyUsed, NotAllowed, NotThere, Refused, Stale, UnderWay
from support.escalations.models import Escalation
from support.escalations.refusals import AlreadyOpen, Changed
from support.mail.models import Mail
from support.notes.models import Note
from support.notes.write import About, write
from support.remedies.claimed import claim_it
from support.remedies.copies import key_of
from support.remedies.models import Message, Remedy
from support.remedies.plan import Plan, plan_of
from support.remedies.refusals import OtherPlan, PartRefused
from support.remedies.taken_up import await_evidence, send_it, take_it_up
from support.remedies.told import link_for, post_it
from support.remedies.wanted import Part, Wanted
from support.requests.ask import check, check_no_request, put
from support.requests.expire import expire_those_of
from support.requests.models import Request

MADE: Final = EventType("remedy.made", "made {reason} right by {resolution}")
REFUSALS: Final = (Invalid, Refused, UnderWay, NotAllowed, NotThere, AlreadyOpen, Changed, ClaimExists)
"""How a part refuses."""


@dataclass(slots=True)
class Made:
    """What has been done so far, within the transaction."""

    commands: list[Command]
    requests: list[Request]
    escalation: Escalation | None = None
    claim: Claim | None = None
    link: str = ""
    mail: Mail | None = None
    note: Note | None = None


def make_right(asker: Asker, wanted: Wanted) -> Remedy:
    """The remedy, or the one that it became when it was sent before.

    Raises NotAllowed, Invalid, NotThere, Stale, OtherPlan, PartRefused (then nothing of it was done), KeyUsed, Busy;
    and what the stores do when they do not answer.
    """
    if not asker.may(Permission.MAKE_RIGHT):
        raise NotAllowed(Permission.MAKE_RIGHT)
    wanted = wanted.checked()
    return settled(lambda: _make(asker, wanted))


def planned(asker: Asker, wanted: Wanted, now: datetime) -> Plan:
    """What it would be, with nothing done. Raises NotAllowed, Invalid, NotThere."""
    if not asker.may(Permission.MAKE_RIGHT):
        raise NotAllowed(Permission.MAKE_RIGHT)
    return plan_of(asker, wanted.checked(), now)


@transaction.atomic
def _make(asker: Asker, wanted: Wanted) -> Remedy:
    now = hold_order(wanted.order_id)
    before = Remedy.objects.filter(actor=asker.actor.id, key=wanted.key).first()
    if before is not None:
        return _same(before, wanted)
    plan = plan_of(asker, wanted, now)
    if wanted.version is not None and wanted.version != plan.version:
        raise Stale(plan.version)
    if wanted.plan not in ("", plan.digest()):
        raise OtherPlan
    return _write(asker, plan, _do(asker, plan))


def _same(before: Remedy, wanted: Wanted) -> Remedy:
    """The remedy that has the key already. Raises KeyUsed where it is another one."""
    if before.digest != wanted.digest() or before.order_id != wanted.order_id:
        raise KeyUsed
    return before


def _do(asker: Asker, plan: Plan) -> Made:
    """Every part, the ones that others hang on first."""
    made = Made([], [])
    with _part(Part.COMMAND):
        if plan.has(Part.COMMAND):
            _ask(asker, plan, made)
    with _part(Part.ESCALATION):
        if plan.has(Part.ESCALATION):
            made.escalation = take_it_up(asker, plan.wanted, plan.scene, plan.taken_up)
    with _part(Part.CLAIM):
        if plan.has(Part.CLAIM):
            made.claim = claim_it(asker, plan.wanted, made.escalation or plan.taken_up.there, plan.claimed)
    with _part(Part.MESSAGE):
        if plan.has(Part.MESSAGE):
            _tell(asker, plan, made)
    with _part(Part.ESCALATION):
        if plan.send and made.escalation is not None:
            made.escalation = send_it(asker, made.escalation, plan.taken_up)
    with _part(Part.NOTE):
        if plan.has(Part.NOTE):
            about = About(plan.scene.aim.user_id, plan.wanted.order_id)
            made.note = write(asker, about, plan.note, plan.wanted.key, typed=False)
    return made


@contextmanager
def _part(part: Part) -> Iterator[None]:
    """Whatever refuses here is this part's."""
    try:
        yield
    except REFUSALS as refusal:
        raise PartRefused(part, refusal) from refusal


def _ask(asker: Asker, plan: Plan, made: Made) -> None:
    """The commands; or the requests of whoever may not give them."""
    copies = plan.chosen.copies
    if copies.refusal is not None:
        raise copies.refusal
    if copies.asks:
        expire_those_of(plan.wanted.order_id)
    for copy in copies.copies:
        wish = replace(copy.wish, key=key_of(plan.wanted.key, copy.wish), words=plan.wanted.words)
        if copies.asks and asker.person is not None:
            check(wish)
            check_no_request(wish.order_id, copy.target.print_job_id)
            command = drafted(asker, wish, copy.target, plan.scene.situation.now)
            made.requests.append(put(asker, asker.person, wish, command))
        else:
            wish.check()
            made.commands.append(give(asker, wish, copy.target, plan.scene.situation.now))


def _tell(asker: Asker, plan: Plan, made: Made) -> None:
    """The link, where there is to be one, and the mail that brings it."""
    if not plan.mails:
        return
    escalation = made.escalation or plan.taken_up.there
    if plan.told.link:
        made.link = link_for(asker, plan.told, escalation)
        if escalation is not None and not plan.send:
            await_evidence(asker, escalation, plan.told.asked)
    made.mail = post_it(asker, plan.wanted, plan.scene, plan.told, made.link)


def _write(asker: Asker, plan: Plan, made: Made) -> Remedy:
    scene, wanted = plan.scene, plan.wanted
    remedy = Remedy(
        order_id=wanted.order_id,
        line_id=scene.aim.line_id,
        print_job_id=scene.aim.print_job_id,
        parcel_id=scene.aim.parcel_id,
        reason=scene.reason.code,
        resolution=plan.chosen.resolution.code,
        recommended=plan.amount,
        currency=scene.currency if plan.amount else "",
        escalation=made.escalation,
        claim=made.claim,
        message=plan.told.how if plan.has(Part.MESSAGE) else Message.NONE,
        mail=made.mail,
        note=made.note,
        key=wanted.key,
        digest=wanted.digest(),
        actor=asker.actor.id,
        person=asker.person,
        done_at=_now(),
    )
    remedy.event = record(asker.actor, MADE, Target("remedy", remedy.pk, wanted.order_id), details=_details(plan, made))
    remedy.save(force_insert=True)
    remedy.commands.set(made.commands)
    remedy.requests.set(made.requests)
    return remedy


def _details(plan: Plan, made: Made) -> dict[str, Detail]:
    """What the audit is told: ids and amounts, no words."""
    told: dict[str, Detail] = {
        "reason": plan.scene.reason.code,
        "resolution": plan.chosen.resolution.code,
        "parts": ", ".join(sorted(plan.parts)),
        "commands": ", ".join(each.pk for each in (*made.commands, *made.requests)),
    }
    told |= {"recommended": plan.amount, "currency": plan.scene.currency} if plan.amount else {}
    told |= {"message": plan.told.how.value} if plan.has(Part.MESSAGE) else {}
    linked = {"escalation": made.escalation, "claim": made.claim, "mail": made.mail, "note": made.note}
    return told | {name: str(part.pk) for name, part in linked.items() if part is not None}


def _now() -> datetime:
    """The database's time at this moment, after all that was done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
