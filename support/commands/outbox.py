"""Sending what was asked for: claimed by compare-and-set, sent under its own name, sent again until it is known to
have arrived, and never a day later.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from support.commands import machine
from support.commands.models import Command
from support.commands.states import State

log = logging.getLogger(__name__)

CLAIM: Final = timedelta(seconds=45)
"""Longer than the longest sending; a sender that died in between is followed by another after this."""

LONGEST_PAUSE: Final = 60
GIVEN_UP_AFTER: Final = timedelta(hours=24) - CLAIM
SWEEP_SECONDS: Final = 20.0
AT_A_TIME: Final = 500

UNSENT: Final = Q(state__in=(State.REQUESTED, State.OVERDUE), started_at=None, trouble="")
FREE: Final = Q(claimed_until=None) | Q(claimed_until__lt=Now())


def send(command_id: str) -> bool:
    """Send one command, unless somebody else is at it; False where the backend did not take it just now."""
    command = _claim(command_id)
    if command is None:
        return True
    try:
        arn = machine.start(command.pk, bytes(command.input).decode())
    except (BotoCoreError, ClientError, machine.Express) as error:
        _later(command, error)
        return False
    except machine.Clash:
        log.error("another execution has the name of command %s", command.pk)
        command.move(State.OVERDUE, trouble="Another execution of this name has another input: it was not sent.")
        return True
    command.move(State.STARTED, execution=arn)
    return True


def sweep() -> None:
    """Send what no task has sent, oldest first, until the backend takes no more; note what is too old to be sent."""
    note_unsendable()
    until = time.monotonic() + SWEEP_SECONDS
    for command_id in waiting().values_list("pk", flat=True)[:AT_A_TIME]:
        if not send(command_id) or time.monotonic() > until:
            return


def waiting() -> QuerySet[Command]:
    """What is to be sent and nobody is sending, oldest first."""
    young = Q(requested_at__gt=Now() - GIVEN_UP_AFTER)
    return Command.objects.filter(UNSENT, FREE, young).order_by("requested_at")


def note_unsendable() -> None:
    """What could not be sent for a day is not sent any more: things have changed, and a person decides."""
    for command in Command.objects.filter(UNSENT, requested_at__lte=Now() - GIVEN_UP_AFTER).defer("input"):
        said = "It could not be sent within 24 hours and is not sent any more."
        if not command.move(State.OVERDUE, trouble=said):
            Command.objects.filter(UNSENT, pk=command.pk).update(trouble=said, changes=F("changes") + 1)


def _claim(command_id: str) -> Command | None:
    """The command, ours alone for a while; None where it is sent, or somebody else's."""
    taken = waiting().filter(pk=command_id).order_by()
    if not taken.update(claimed_until=Now() + CLAIM, attempts=F("attempts") + 1):
        return None
    return Command.objects.get(pk=command_id)


def _later(command: Command, error: Exception) -> None:
    """Try again after a pause that grows, unless somebody else has claimed it since."""
    said = error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
    log.warning("command %s was not taken, try %s: %s", command.pk, command.attempts, said)
    pause = timedelta(seconds=min(2**command.attempts, LONGEST_PAUSE))
    Command.objects.filter(UNSENT, pk=command.pk, attempts=command.attempts).update(claimed_until=Now() + pause)
