"""Commands and requests in words, wherever they are told: in an order's timeline, its boxes, the lists and the bell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from orders.contract.model import CommandKind
from support.commands.models import Command
from support.commands.states import State
from support.requests.close import SENTENCES
from support.requests.models import Request, RequestState
from support.shown.commands import ROWS, events_of, shown_command
from support.shown.requests import request_events

pytestmark = pytest.mark.django_db

IDS: Final = ("l-2", "j-77", "p-hamburg", "r-made", "o-31")
NOUNS: Final = {"line", "job", "printer", "render", "order"}
ENDED: Final = {State.DONE, State.FAILED, State.REFUSED}
REPLACING: Final = (CommandKind.REPRINT, CommandKind.REROUTE)


def problems(told: str) -> Iterator[str]:
    """What a person would stumble over."""
    if re.search(r"[{}_]|\(\)|  |\b(None|True|False)\b|: *$|^[a-z]", told):
        yield f"not plain: {told}"
    for id_ in IDS:
        for before in re.findall(rf"(\w*) {re.escape(id_)}\b", told):
            if before not in NOUNS:
                yield f"an id without a noun: {told}"


def a_command(kind: CommandKind, state: State, *, trouble: str = "", table: str = "") -> Command:
    """One that went through every step before its state."""
    now, person = timezone.now(), User(username="ana", first_name="Ana", last_name="Lima")
    return Command(
        kind=kind.value,
        order_id="o-31",
        line_id="l-2",
        print_job_id="j-77",
        printer_id="p-hamburg",
        cause="print_quality",
        state=state.value,
        trouble=trouble,
        made_table=table,
        made_key="r-made" if table else "",
        person=person,
        requested_at=now,
        started_at=now if state is not State.REQUESTED else None,
        seen_at=now if state is State.SEEN or state in ENDED else None,
        overdue_at=now if state is State.OVERDUE else None,
        ended_at=now if state in ENDED else None,
    )


KINDS: Final = [kind for kind in CommandKind if kind is not CommandKind.UNKNOWN]


@pytest.mark.parametrize(("kind", "state"), list(product(KINDS, State)))
@pytest.mark.parametrize(("trouble", "table"), [("", ""), ("The printer was away.", "print_jobs")])
def test_every_step_is_told_in_plain_words(kind: CommandKind, state: State, trouble: str, table: str) -> None:
    command = a_command(kind, state, trouble=trouble, table=table)
    events = list(events_of(command))
    assert [problem for event in events for problem in problems(event.text)] == []
    assert events[0].actor == "Ana L."
    assert "requested by Ana L." in events[0].text
    shown = shown_command(command)
    assert list(problems(f"{shown.what}, {shown.about}: {shown.cause}. {shown.label}")) == []


def test_a_step_for_each_time_and_no_other() -> None:
    kinds = [event.kind for event in events_of(a_command(CommandKind.RENDER, State.DONE))]
    assert kinds == ["command.requested", "command.started", "command.seen", "command.done"]


def test_every_state_of_a_command_can_be_told() -> None:
    assert set(ROWS) == {"renders", "print_jobs"}
    for state in State:
        assert shown_command(a_command(CommandKind.RENDER, state)).label


@pytest.mark.parametrize(("kind", "state"), list(product(REPLACING, RequestState)))
def test_requests_are_told_in_plain_words(kind: CommandKind, state: RequestState) -> None:
    person, now = User(username="ana", first_name="Ana"), timezone.now()
    request = Request(
        kind=kind.value, order_id="o-31", line_id="l-2", print_job_id="j-77", printer_id="p-hamburg", cause="damaged",
        asked_by=person, asked_at=now, state=state.value,
        decided_at=None if state is RequestState.OPEN else now,
        decided_by=User(username="sam") if state is RequestState.APPROVED else None,
    )  # fmt: skip
    assert [problem for event in request_events(request) for problem in problems(event.text)] == []


@pytest.mark.parametrize("sentence", SENTENCES.values())
def test_the_bell_tells_of_requests_in_plain_words(sentence: str) -> None:
    assert list(problems(sentence.format(noun="Reprint", job="j-77", who="Ana L."))) == []
