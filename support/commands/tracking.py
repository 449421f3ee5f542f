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

from orders.contract.model import CommandKind, PrintJobState
from orders.made import Made, made_by, print_job_states
from orders.read import load_story
from support.commands import machine, trouble
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
        elif command.state == State.SEEN:
            _look_again(command)
    Command.objects.filter(pk__in=[command.pk for command in found]).update(looked_at=Now())
    ask_executions()
    note_overdue()


def ask_executions() -> None:
    """Ask about commands that the backend has and of which nothing is seen: their executions, and the history of the
    job that is to be cancelled.
    """
    due = Q(asked_at=None) | Q(asked_at__lt=Now() - ASK_EVERY)
    unseen = Command.objects.filter(due, state__in=(State.STARTED, State.OVERDUE)).exclude(execution="")
    for command in unseen.defer("input").order_by(F("asked_at").asc(nulls_first=True))[:ASKED_AT_A_TIME]:
        Command.objects.filter(pk=command.pk).update(asked_at=Now())
        try:
            _ask(command)
        except (BotoCoreError, ClientError) as error:
            log.warning("the cloud does not tell of commands: %s", type(error).__name__)
            return


def note_overdue() -> None:
    """Call overdue what was asked for, or started, long ago and of which nothing is seen."""
    since = Now() - timedelta(minutes=settings.COMMAND_OVERDUE_MINUTES)
    late = Command.objects.filter(state__in=WAITING).alias(since=Coalesce("started_at", "requested_at"))
    for command in late.filter(since__lt=since).defer("input")[:AT_A_TIME]:
        if command.move(State.OVERDUE):
            log.error("nothing was seen of command %s in time", command.pk)


def _ask(command: Command) -> None:
    """Refused is what ended badly; seen is a cancellation that was refused again between two looks."""
    ended = machine.ended(command.execution)
    if ended is not None:
        cause = trouble.told(command.order_id, ended.cause) or SAID.get(ended.status, "The backend refused it.")
        command.move(State.REFUSED, trouble=cause)
    elif command.kind == CommandKind.CANCEL_PRINT_JOB and _was_asked_for(command):
        _follow(command, Made("print_jobs", command.print_job_id, PrintJobState.CANCEL_REQUESTED))


def _was_asked_for(command: Command) -> bool:
    """Whether the job's cancellation was asked for since, whatever the job went on to."""
    story = load_story(command.order_id)
    return story is not None and any(
        entry.key == command.print_job_id
        and entry.heard_at >= command.requested_at
        and entry.changed.get("state", ("", ""))[1] == PrintJobState.CANCEL_REQUESTED
        for entry in story.journal
        if entry.table == "print_jobs"
    )


def _look_again(command: Command) -> None:
    """Follow the row that was seen, which names its command no longer; lose what is no more. Read consistently, since
    nobody looks for it afterwards.
    """
    story = load_story(command.order_id, consistent=True)
    renders = story.snapshot.renders if story is not None else ()
    jobs = story.snapshot.print_jobs if story is not None else ()
    states = {each.render_id: each.state.value for each in renders} | {
        each.print_job_id: each.state.value for each in jobs
    }
    if command.made_key in states:
        _follow(command, Made(command.made_table, command.made_key, states[command.made_key]))
    else:
        _lose(command)


def _lose(command: Command) -> None:
    """A command whose row is gone has no end by itself: somebody must look, and may give it up."""
    lost = {"state": State.OVERDUE, "overdue_at": Now(), "trouble": trouble.GONE, "changes": F("changes") + 1}
    if Command.objects.filter(pk=command.pk, state=State.SEEN).update(**lost):
        log.error("what command %s made was deleted", command.pk)


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
    made = {"made_table": row.table, "made_key": row.key, "trouble": ""}
    if command.state != State.SEEN:
        command.move(State.SEEN, **made)
    if became is not State.SEEN:
        command.move(became, **made)
