"""Deciding on a request: by somebody else than who asked, once, on exactly what was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dashboard.permissions import Permission, allowed
from dashboard.roles import roles_of
from orders.contract.model import CommandKind
from support.audit.types import EventType
from support.commands.ask import ask, hold_order, settled
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.commands.wish import Wish
from support.requests.close import close
from support.requests.digest import digest_of
from support.requests.expire import expire_one
from support.requests.models import Request, RequestState
from support.requests.refusals import AskerGone, Changed, check_open

APPROVED = EventType(
    "request.approved", "approved that print job {job} is printed again ({cause}), as somebody had asked"
)
DECLINED = EventType("request.declined", "declined that print job {job} is printed again ({cause})")
WITHDRAWN = EventType("request.withdrawn", "withdrew the request that print job {job} is printed again ({cause})")
SHOWN = ("kind", "order_id", "line_id", "print_job_id", "printer_id", "cause", "cost", "currency")
WHY = "Say why, so that whoever asked knows what to tell the customer."


def approve(decider: Asker, request_id: str, *, version: int | None, words: str = "") -> Command:
    """The command that the request becomes, given in the decider's name and within their limits. ``version`` is the
    order's as they looked at it.

    Raises NotThere, NotAllowed (whose own it is too), Closed, AskerGone, Changed, and what ``commands.ask.ask`` does.
    """
    return settled(lambda: _approve(decider, _order_of(decider, request_id), request_id, version, words))


def decline(decider: Asker, request_id: str, reason: str) -> None:
    """End it. Raises NotThere, NotAllowed, Invalid without a reason, Closed, Busy."""
    if not reason.strip():
        raise Invalid(reason=WHY)
    settled(lambda: _decline(decider, _order_of(decider, request_id), request_id, reason))


def withdraw(asker: Asker, request_id: str) -> None:
    """End one's own. Raises NotThere, NotAllowed, Closed, Busy."""
    settled(lambda: _withdraw(asker, _find(request_id).order_id, request_id))


def wish_of(request: Request, version: int | None, words: str) -> Wish:
    """The wish that a request stands for; its key is the request's id, so that it happens once."""
    return Wish(
        kind=CommandKind(request.kind),
        order_id=request.order_id,
        line_id=request.line_id,
        print_job_id=request.print_job_id,
        printer_id=request.printer_id if request.kind == CommandKind.REROUTE else "",
        cause=request.cause,
        words=words,
        version=version,
        key=request.pk,
    )


def may_decide(asker: Asker, request: Request) -> bool:
    """Whether somebody may decide on it: a person with the right role, and not the one who asked."""
    own = asker.person is None or asker.person.pk == request.asked_by_id
    return not own and asker.may(Permission.DECIDE_REQUEST, own=False)


@transaction.atomic
def _approve(decider: Asker, order_id: str, request_id: str, version: int | None, words: str) -> Command:
    request, now = _held(order_id, request_id)
    _check_four_eyes(decider, request)
    check_open(request, now)
    if not allowed(roles_of(request.asked_by), Permission.ASK_REPRINT):
        raise AskerGone
    command = ask(replace(decider, request=request.pk), wish_of(request, version, words))
    if not as_asked(request, command):
        raise Changed  # and so the command was never written
    close(request, RequestState.APPROVED, decider, APPROVED, reason=words, command=command)
    return command


@transaction.atomic
def _decline(decider: Asker, order_id: str, request_id: str, reason: str) -> None:
    request, now = _held(order_id, request_id)
    _check_four_eyes(decider, request)
    check_open(request, now)
    close(request, RequestState.DECLINED, decider, DECLINED, reason=reason)


@transaction.atomic
def _withdraw(asker: Asker, order_id: str, request_id: str) -> None:
    request, now = _held(order_id, request_id)
    if asker.person is None or asker.person.pk != request.asked_by_id:
        raise NotAllowed(Permission.ASK_REPRINT)
    check_open(request, now)
    close(request, RequestState.WITHDRAWN, asker, WITHDRAWN, reason="")


def as_asked(request: Request, command: Command) -> bool:
    """Whether the command is what was asked for, as the audit has it, and as whoever decides was shown it."""
    digests = {digest_of(command), request.digest, request.event.details.get("digest")}
    return len(digests) == 1 and all(getattr(request, name) == getattr(command, name) for name in SHOWN)


def _check_four_eyes(decider: Asker, request: Request) -> None:
    if not may_decide(decider, request):
        raise NotAllowed(Permission.DECIDE_REQUEST)


def _find(request_id: str) -> Request:
    """A request whose time is looked at first. Raises NotThere."""
    found = Request.objects.filter(pk=request_id).first() if "\0" not in request_id else None
    if found is None:
        raise NotThere("There is no such request.")
    expire_one(request_id)
    return found


def _order_of(decider: Asker, request_id: str) -> str:
    if not decider.may(Permission.DECIDE_REQUEST):
        raise NotAllowed(Permission.DECIDE_REQUEST)
    return _find(request_id).order_id


def _held(order_id: str, request_id: str) -> tuple[Request, datetime]:
    """The request, which nobody else decides on until the transaction ends, and the database's time. The order is held
    first, as everywhere.
    """
    now = hold_order(order_id)
    found = Request.objects.select_for_update(of=("self",)).select_related("asked_by", "event")
    return found.get(pk=request_id), now
