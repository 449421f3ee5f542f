"""Asking for something: looked at, written down and audited in one transaction, under the order's lock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, partial
from typing import TypeVar

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from kombu.exceptions import OperationalError as BrokerGone
from psycopg.errors import LockNotAvailable
from redis.exceptions import RedisError

from dashboard.limits import limit
from dashboard.permissions import MAY, Permission
from orders.printers import find_printer
from orders.read import load_story
from support.audit.record import Target as Audited
from support.audit.record import record
from support.commands import limits
from support.commands.asker import Asker
from support.commands.kinds import ACTS, Act, Target
from support.commands.listing import asked_before, commands_of
from support.commands.message import message_of
from support.commands.models import Command
from support.commands.refusals import Busy, NotAllowed, NotThere, Refused, Stale
from support.commands.situation import Situation, check_commands
from support.commands.wish import Wish
from support.printers.pauses import paused

log = logging.getLogger(__name__)

Decided = TypeVar("Decided")

ORDER_LOCKS = 0x636D
"""The class of the advisory locks of orders: one command at a time is decided on for each."""

SEND = "support.tasks.send_command"


def ask(asker: Asker, wish: Wish) -> Command:
    """The command that the wish becomes, or became when it was sent before.

    Raises NotAllowed, Invalid, NotThere, Stale, UnderWay, Refused, KeyUsed, Busy; and what the stores do when they do
    not answer.
    """
    act = ACTS[wish.kind]
    if not asker.may(act.permission):
        raise NotAllowed(act.permission)
    if not settings.BACKEND_COMMANDS_STATE_MACHINE_ARN:
        raise Refused("This installation is not connected to the backend’s commands.")
    wish.check()
    return settled(lambda: _decide(asker, wish, act))


def settled(decide: Callable[[], Decided]) -> Decided:
    """What is decided under the order's lock, and once more where somebody wrote beside it. Raises Busy."""
    try:
        return decide()
    except IntegrityError:
        # The constraints spoke: now there is something to be found.
        return decide()
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Busy from error
        raise


@transaction.atomic
def _decide(asker: Asker, wish: Wish, act: Act) -> Command:
    now = hold_order(wish.order_id)
    before = asked_before(asker.actor.id, wish)
    if before is not None:
        return before
    asked = commands_of(wish.order_id)
    check_commands(asked, wish)
    situation = look(wish.order_id, asked, now)
    if wish.version is not None and wish.version != situation.story.version:
        raise Stale(situation.story.version)
    target = act.aim(situation, wish)
    check_limits(asker, act, asked, target)
    return give(asker, wish, target, now)


def look(order_id: str, asked: Sequence[Command], now: datetime) -> Situation:
    """The order as it is now, read consistently. Raises NotThere."""
    story = load_story(order_id, consistent=True)
    if story is None:
        raise NotThere("There is no order with this id.")
    known = story.printers
    return Situation(
        story=story,
        commands=asked,
        now=now,
        printer=lambda id_: known.get(id_) or find_printer(id_),
        pauses=cache(paused),
    )


def check_limits(
    asker: Asker, act: Act, asked: Sequence[Command], target: Target, most_of: limits.Most = limit
) -> None:
    """Raises Refused above a limit of whoever asks, NotAllowed where a second replacement is not theirs to order."""
    if act.permission is Permission.RENDER_AGAIN:
        limits.check_renders(asker.roles, asked, most_of)
    elif act.permission in (Permission.REPRINT, Permission.REROUTE):
        if target.beside is not None and not asker.may(Permission.REPLACE_TWICE):
            raise NotAllowed(Permission.REPLACE_TWICE)
        # Who only approves is held to what they may approve; whoever asks, to what they may ask for alone.
        roles = asker.roles if asker.request else asker.roles & MAY[act.permission]
        limits.check_cost(roles, asked, target.cost, target.currency, most_of)


def hold_order(order_id: str) -> datetime:
    """Hold the order until the transaction ends; the database's time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ORDER_LOCKS, order_id])
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def drafted(asker: Asker, wish: Wish, target: Target, now: datetime) -> Command:
    """The command as it would be written."""
    return Command(
        kind=wish.kind.value,
        order_id=wish.order_id,
        line_id=target.line_id,
        render_id=target.render_id,
        print_job_id=target.print_job_id,
        printer_id=target.printer_id,
        cause=wish.cause,
        overrides=target.beside.id if target.beside else "",
        cost=target.cost,
        currency=target.currency,
        actor=asker.actor.id,
        person=asker.person,
        token=asker.token,
        key=wish.key,
        bulk_id=asker.bulk or None,
        requested_at=now,
    )


def give(asker: Asker, wish: Wish, target: Target, now: datetime) -> Command:
    """Write down and audit what was looked at under the order's lock, which the caller's transaction holds; it is sent
    once that is over.
    """
    command = drafted(asker, wish, target, now)
    details = {"line": target.line_id, "cause": wish.cause, "job": target.print_job_id, "printer": target.printer_id}
    details |= {"overrides": command.overrides} if command.overrides else {}
    details |= {"request": asker.request} if asker.request else {}
    details |= {"bulk": asker.bulk} if asker.bulk else {}
    about = Audited("command", command.pk, wish.order_id)
    command.event = record(asker.actor, ACTS[wish.kind].event, about, reason=wish.words, details=details)
    command.input = message_of(command)
    command.save(force_insert=True)
    transaction.on_commit(partial(_wake, command.pk))
    return command


def _wake(command_id: str) -> None:
    """Ask a worker to send it at once. Without Redis it is sent a few seconds later, by the sweeper."""
    try:
        current_app.send_task(SEND, (command_id,), retry=False)
    except (BrokerGone, RedisError) as error:
        log.warning("nobody was woken for a command: %s", type(error).__name__)
