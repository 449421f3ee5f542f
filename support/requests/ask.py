"""Asking for a reprint that somebody else decides on: looked at as the command itself would be, under the same lock."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from dashboard.permissions import Permission
from support.audit.record import Detail, record
from support.audit.record import Target as Audited
from support.audit.types import EventType
from support.commands.ask import drafted, hold_order, look, settled
from support.commands.asker import Asker
from support.commands.kinds import ACTS
from support.commands.listing import commands_of
from support.commands.models import REPLACING, Command
from support.commands.people import called
from support.commands.refusals import Existing, Invalid, KeyUsed, NotAllowed, Refused, Stale, UnderWay
from support.commands.situation import check_commands
from support.commands.wish import Wish
from support.requests.digest import SAID, digest_of
from support.requests.expire import expire_those_of
from support.requests.models import Request, RequestState

ASKED = EventType("request.asked", "asked somebody else to decide whether print job {job} is printed again ({cause})")
NO_WORDS = "Say what has happened, so that somebody else can decide."


def ask_for(asker: Asker, wish: Wish) -> Request:
    """The request that the wish becomes, or became when it was sent before.

    Raises NotAllowed, Invalid, NotThere, Stale, UnderWay (also for an open request, whoever asked), Refused, KeyUsed,
    Busy; and what the stores do when they do not answer.
    """
    if asker.person is None or not asker.may(Permission.ASK_REPRINT):
        raise NotAllowed(Permission.ASK_REPRINT)
    if not settings.BACKEND_COMMANDS_STATE_MACHINE_ARN:
        raise Refused("This installation is not connected to the backend’s commands.")
    check(wish)
    person = asker.person
    return settled(lambda: _ask(asker, person, wish))


def check(wish: Wish) -> None:
    """Raises Invalid for what could never be asked for."""
    wish.check()
    if wish.kind not in REPLACING or wish.overrides:
        raise Invalid(kind="Only a reprint, or one elsewhere, is asked for in this way.")
    if not wish.words.strip():
        raise Invalid(words=NO_WORDS)


def check_no_request(order_id: str, print_job_id: str) -> None:
    """Raises UnderWay where the same is asked for already."""
    found = Request.objects.filter(order_id=order_id, print_job_id=print_job_id, state=RequestState.OPEN)
    for request in found.select_related("asked_by"):
        who = called(request.asked_by)
        raise UnderWay(Existing(kind="request", id=request.pk, state="not decided", since=request.asked_at, by=who))


@transaction.atomic
def _ask(asker: Asker, person: User, wish: Wish) -> Request:
    now = hold_order(wish.order_id)
    before = Request.objects.filter(asked_by=person, key=wish.key).first()
    if before is not None:
        return _same(before, wish)
    expire_those_of(wish.order_id)
    asked = commands_of(wish.order_id)
    check_commands(asked, wish)
    situation = look(wish.order_id, asked, now)
    if wish.version is not None and wish.version != situation.story.version:
        raise Stale(situation.story.version)
    target = ACTS[wish.kind].aim(situation, wish)
    check_no_request(wish.order_id, target.print_job_id)
    return put(asker, person, wish, drafted(asker, wish, target, now))


def _same(before: Request, wish: Wish) -> Request:
    """The request that has the key already. Raises KeyUsed where it is another one."""
    if (before.kind, before.order_id, before.cause) != (wish.kind, wish.order_id, wish.cause):
        raise KeyUsed
    return before


def put(asker: Asker, person: User, wish: Wish, command: Command) -> Request:
    """Write down and audit what was looked at under the order's lock, which the caller's transaction holds.
    ``command`` is what it would become, not written.
    """
    told = {name: getattr(command, name) for name in SAID if name not in ("render_id", "overrides")}
    request = Request(
        **told,
        digest=digest_of(command),
        key=wish.key,
        asked_by=person,
        asked_at=command.requested_at,
        expires_at=command.requested_at + timedelta(hours=settings.REQUEST_HOURS),
    )
    details: dict[str, Detail] = {
        "line": request.line_id, "cause": request.cause, "job": request.print_job_id, "printer": request.printer_id,
        "kind": request.kind, "cost": request.cost, "currency": request.currency, "digest": request.digest,
    }  # fmt: skip
    about = Audited("request", request.pk, request.order_id)
    request.event = record(asker.actor, ASKED, about, reason=wish.words, details=details)
    request.save(force_insert=True)
    return request
