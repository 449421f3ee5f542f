"""Following commands: what they made comes by the streams, what refused them is told by their executions."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from orders.contract.model import CommandKind
from orders.made import Made, made_by, print_job_states
from support.commands import machine
from support.commands.made import fate
from support.commands.models import Command
from support.commands.states import OPEN, WAITING, State

log = logging.getLogger(__name__)

AT_A_TIME: Final = 100
"""As many as one batch read holds."""

ASK_EVERY: Final = timedelta(seconds=5)
ASKED_AT_A_TIME: Final = 20
SAID: Final = {"TIMED_OUT": "The backend did not answer in time.", "ABORTED": "The backend broke it off."}


def track() -> None:
    """Look once at the open commands that were not looked at for longest."""
    found = list(
        Command.objects.filter(state__in=OPEN).defer("input").order_by(F("looked_at").asc(nulls_first=True))[:AT_A_TIME]
    )
    rows = _rows(found)
    for command in found:
        row = rows.get(command.pk)
        if row is not None:
            _follow(command, row)
    Command.objects.filter(pk__in=[command.pk for command in found]).update(looked_at=Now())
    ask_executions()
    note_overdue()


def ask_executions() -> None:
    """Ask the state machine about commands that it has and of which nothing is seen; refused is what ended badly."""
    due = Q(asked_at=None) | Q(asked_at__lt=Now() - ASK_EVERY)
    unseen = Command.objects.filter(due, state__in=(State.STARTED, State.OVERDUE)).exclude(execution="")
    for command in unseen.defer("input").order_by(F("asked_at").asc(nulls_first=True))[:ASKED_AT_A_TIME]:
        Command.objects.filter(pk=command.pk).update(asked_at=Now())
        try:
            ended = machine.ended(command.execution)
        except (BotoCoreError, ClientError) as error:
            log.warning("the state machine does not tell of commands: %s", type(error).__name__)
            return
        if ended is not None:
            command.move(State.REFUSED, trouble=ended.cause or SAID.get(ended.status, "The backend refused it."))


def note_overdue() -> None:
    """Call overdue what was asked for, or started, long ago and of which nothing is seen."""
    since = Now() - timedelta(minutes=settings.COMMAND_OVERDUE_MINUTES)
    late = Command.objects.filter(state__in=WAITING).alias(since=Coalesce("started_at", "requested_at"))
    for command in late.filter(since__lt=since).defer("input")[:AT_A_TIME]:
        if command.move(State.OVERDUE):
            log.error("nothing was seen of command %s in time", command.pk)


def _rows(commands: Sequence[Command]) -> Mapping[str, Made]:
    """The rows that tell of commands, by the command's id: two batch reads at most."""
    making = {each.pk: each.order_id for each in commands if each.kind != CommandKind.CANCEL_PRINT_JOB}
    cancelling = {each.pk: (each.order_id, each.print_job_id) for each in commands if each.pk not in making}
    found = dict(made_by(making)) if making else {}
    states = print_job_states(cancelling.values()) if cancelling else {}
    for command_id, (_, job) in cancelling.items():
        if job in states:
            found[command_id] = Made("print_jobs", job, states[job])
    return found


def _follow(command: Command, row: Made) -> None:
    """Take the steps that a row tells of; each once, whoever else looks at the same time."""
    became = fate(CommandKind(command.kind), row.state, State(command.state))
    if became is None:
        return
    made = {"made_table": row.table, "made_key": row.key}
    if command.state != State.SEEN:
        command.move(State.SEEN, **made)
    if became is not State.SEEN:
        command.move(became, **made)
