"""The end of a request, however it ends: its state, the audit's row, and word to who asked, in one transaction."""

from __future__ import annotations

from django.db.models.functions import Now
from django.urls import reverse

from orders.contract.model import CommandKind
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.people import called
from support.notices.models import NoticeKind
from support.notices.tell import tell
from support.requests.models import Request, RequestState

NOUNS = {CommandKind.REPRINT: "Reprint", CommandKind.REROUTE: "Reprint elsewhere"}
SENTENCES = {
    RequestState.APPROVED: "{noun} of print job {job}: approved by {who}",
    RequestState.DECLINED: "{noun} of print job {job}: declined by {who}",
    RequestState.EXPIRED: "{noun} of print job {job}: nobody decided in time",
}
"""What whoever asked is told; who withdraws their own is told nothing."""


def close(
    request: Request,
    state: RequestState,
    by: Asker | Actor,
    event: EventType,
    *,
    reason: str,
    command: Command | None = None,
) -> None:
    """End a request that the caller holds and has found open. ``command`` is what it became."""
    actor, person = (by.actor, by.person) if isinstance(by, Asker) else (by, None)
    about = Target("request", request.pk, request.order_id)
    details = {"job": request.print_job_id, "cause": request.cause, "digest": request.digest}
    details |= {"command": command.pk} if command is not None else {}
    request.decision = record(actor, event, about, reason=reason, details=details)
    request.state, request.decided_by, request.command = state, person, command
    Request.objects.filter(pk=request.pk, state=RequestState.OPEN).update(
        state=state, decided_by=person, decided_at=Now(), decision=request.decision, command=command
    )
    if state in SENTENCES:
        _tell(request, state)


def _tell(request: Request, state: RequestState) -> None:
    who = called(request.decided_by) if request.decided_by is not None else ""
    noun = NOUNS[CommandKind(request.kind)]
    text = SENTENCES[state].format(noun=noun, job=request.print_job_id, who=who)
    address = reverse("request", args=[request.pk])
    tell(request.asked_by, NoticeKind.REQUEST, f"request:{request.pk}", request.order_id, text, address)
