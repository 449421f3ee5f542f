"""The list of commands: what it is narrowed to, how many wait, and the addresses that narrow it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.http import urlencode

from support.commands.states import OPEN, State
from support.commands.wanted import MINE, Waiting, Wanted, counts, listed
from support.shown.commands import LABELS, NOUNS, ShownCommand, shown_command
from support.shown.order_numbers import order_numbers

WORDS: Final = {"open": "Open", "ended": "Ended", "all": "All"} | {str(state): label for state, label in LABELS.items()}
STATES: Final = ("open", *OPEN, "ended", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to narrow the list. ``waiting`` says how many there are, where that is counted."""

    id: str
    words: str
    address: str
    chosen: bool
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandsPage:
    """One page of the list. ``hidden`` are the fields that the form for an order sends along."""

    commands: Sequence[ShownCommand]
    title: str
    now: datetime
    states: Sequence[Choice]
    kinds: Sequence[Choice]
    whose: Sequence[Choice]
    order_id: str
    without_order: str
    hidden: Sequence[tuple[str, str]]
    address: str
    first: str
    next: str
    live: bool
    deciding: bool


def commands_page(wanted: Wanted, after: str, *, everybody: bool) -> CommandsPage:
    """The page after a position. Raises ValueError where no page ended there."""
    found, waiting = listed(wanted, after), counts(wanted)
    numbers = order_numbers([command.order_id for command in found.commands])
    deciding = wanted.state == State.OVERDUE
    return CommandsPage(
        commands=[shown_command(command, numbers[command.order_id]) for command in found.commands],
        title=f"{_title(wanted)}, {'longest' if wanted.is_open else 'newest'} first",
        now=timezone.now(),
        states=list(_states(wanted, waiting)),
        kinds=list(_kinds(wanted)),
        whose=list(_whose(wanted)) if everybody else (),
        order_id=wanted.order_id,
        without_order=_address(replace(wanted, order_id="")),
        hidden=[(name, value) for name, value in _query(wanted) if name != "order"],
        address=_address(wanted),
        first=_address(wanted) if after else "",
        next=_address(wanted, found.after) if found.after else "",
        # A list with forms in it, and one that is read page by page, stands still.
        live=wanted.is_open and not deciding and not after,
        deciding=deciding,
    )


def _title(wanted: Wanted) -> str:
    return f"{'Your own' if wanted.actor else 'Everybody’s'}: {WORDS[wanted.state].lower()}"


def _states(wanted: Wanted, waiting: dict[str, Waiting]) -> Iterator[Choice]:
    for state in STATES:
        address = _address(replace(wanted, state=state))
        chosen = state == wanted.state
        yield Choice(
            id=f"state-{state}", words=WORDS[state], address=address, chosen=chosen, waiting=waiting.get(state)
        )


def _kinds(wanted: Wanted) -> Iterator[Choice]:
    for kind, words in (("", "Any kind"), *NOUNS.items()):
        address = _address(replace(wanted, kind=kind))
        yield Choice(id=f"kind-{kind or 'any'}", words=words, address=address, chosen=kind == wanted.kind)


def _whose(wanted: Wanted) -> Iterator[Choice]:
    for mine, words in (("", "Everybody’s"), (MINE, "Mine")):
        address = _address(replace(wanted, actor=mine))
        yield Choice(id=f"whose-{mine or 'all'}", words=words, address=address, chosen=bool(mine) == bool(wanted.actor))


def _query(wanted: Wanted, after: str = "") -> list[tuple[str, str]]:
    about = {
        "state": wanted.state if wanted.state != "open" else "",
        "kind": wanted.kind,
        "whose": MINE if wanted.actor else "",
        "order": wanted.order_id,
        "after": after,
    }
    return [(name, value) for name, value in about.items() if value]


def _address(wanted: Wanted, after: str = "") -> str:
    return "?" + urlencode(_query(wanted, after))
