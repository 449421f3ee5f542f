"""Commands that ended badly: whoever asked for one is told, and of an approved request both are. Of those of a bulk job
the job tells by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models.functions import Now
from django.urls import reverse

from support.commands.listing import shown
from support.commands.models import Command
from support.commands.states import BAD
from support.notices.models import Notice, NoticeKind
from support.notices.tell import tell
from support.shown.commands import shown_command

TOLD_FOR: Final = timedelta(days=7)


def tell_ends() -> None:
    """Tell of each bad end that was not told yet; by its notice's key it is told once, whoever else tells it."""
    since = Now() - TOLD_FOR
    told = {
        (person, _key(command)): (person, command)
        for command in shown().filter(state__in=BAD, bulk=None, requested_at__gt=since)
        for person in _concerned(command)
    }
    known = Notice.objects.filter(kind=NoticeKind.COMMAND, person__in={person.pk for person, _ in told})
    keys = set(known.filter(key__in={key for _, key in told}).values_list("person", "key"))
    for (person, key), (_, command) in told.items():
        if (person.pk, key) not in keys:
            _tell(person, key, command)


def _concerned(command: Command) -> Iterator[User]:
    request = getattr(command, "request", None)
    people = {command.person, request.asked_by if request is not None else None}
    yield from (person for person in people if person is not None)


def _tell(person: User, key: str, command: Command) -> None:
    """Without the trouble's words, which are the backend's."""
    said = shown_command(command)
    address = f"{reverse('order', args=[command.order_id])}#{said.anchor}"
    text = f"{said.what} {said.label.lower()}: {said.about}"
    tell(person, NoticeKind.COMMAND, key, command.order_id, text, address)


def _key(command: Command) -> str:
    return f"command:{command.pk}:{command.state}"
