"""Escalations as a queue and as a board, with the ways to narrow them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.http import urlencode

from orders.contract.model import Printer
from orders.printers import every_printer
from support.escalations.models import EscalationState
from support.escalations.names import name_of
from support.escalations.wanted import LIVE_STATES, MINE, NOBODYS, Tally, Wanted, board, listed, printers_named, sums
from support.reasons import Group, groups
from support.shown.escalations import SEVERITIES, TONES, ShownEscalation, shown_escalation
from support.shown.steps import printer_name

WORDS: Final = {"live": "Live", "over": "Over"} | {state.value: name_of(state) for state in EscalationState}
WHOSE: Final = (("", "Anybody’s"), (MINE, "Mine"), (NOBODYS, "Nobody’s yet"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to narrow the list by a link. ``tally`` says how many there are, where that is counted."""

    id: str
    words: str
    address: str
    chosen: bool
    tally: Tally | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """The filters as the page draws them: ``hidden`` are those that the form sends along."""

    whose: Sequence[Choice]
    severities: Sequence[tuple[str, str]]
    printers: Sequence[tuple[str, str]]
    groups: Sequence[Group]
    wanted: Wanted
    hidden: Sequence[tuple[str, str]]
    none: str
    narrowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationsPage:
    """One page of the queue. ``version`` is what an open page compares; "" where it does not keep up."""

    rows: Sequence[ShownEscalation]
    title: str
    now: datetime
    number: int
    states: Sequence[Choice]
    narrowing: Narrowing
    address: str
    board: str
    first: str
    next: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One state of the board: its worst, how many there are, and where the rest of them is."""

    id: str
    words: str
    tone: str
    rows: Sequence[ShownEscalation]
    tally: Tally
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """The board."""

    columns: Sequence[Column]
    now: datetime
    narrowing: Narrowing
    list: str
    address: str
    version: str


def escalations_page(wanted: Wanted, after: str) -> EscalationsPage:
    """The page after a position. Raises ValueError where no page ended there."""
    now, found, told = timezone.now(), listed(wanted, after), sums(wanted)
    printers = _printers()
    return EscalationsPage(
        rows=[shown_escalation(each, now, printers) for each in found.escalations],
        title=_title(wanted),
        now=now,
        number=told.get(wanted.state, Tally()).number,
        states=list(_states(wanted, told)),
        narrowing=_narrowing(wanted, printers),
        address=address(wanted),
        board=address(replace(wanted, state="live")),
        first=address(wanted) if after else "",
        next=address(wanted, found.after) if found.after else "",
        # One that is read page by page stands still.
        version="" if after else version(told, wanted),
    )


def board_page(wanted: Wanted) -> BoardPage:
    """The board of the live ones that are wanted."""
    now, columns, told = timezone.now(), board(wanted), sums(wanted)
    printers = _printers()
    return BoardPage(
        columns=[
            Column(
                id=f"column-{state.value}",
                words=WORDS[state.value],
                tone=TONES.get(state, "idle"),
                rows=[shown_escalation(each, now, printers) for each in rows],
                tally=told.get(state.value, Tally()),
                address=address(replace(wanted, state=state.value)),
            )
            for state, rows in columns.items()
        ],
        now=now,
        narrowing=_narrowing(wanted, printers),
        list=address(wanted),
        address=address(wanted),
        version=version(told, wanted),
    )


def version(told: Mapping[str, Tally], wanted: Wanted) -> str:
    """What an open list compares: it moves with each change of what it counts, and as one becomes overdue."""
    parts = [told[name] for name in sorted({"live", "over", wanted.state} & told.keys())]
    return "-".join(f"{part.number}.{part.overdue}.{part.changes}" for part in parts)


def address(wanted: Wanted, after: str = "") -> str:
    """A list's query."""
    query = [*wanted.query(), *([("after", after)] if after else [])]
    return "?" + urlencode(query) if query else "?"


def _title(wanted: Wanted) -> str:
    said = f"{WORDS[wanted.state]}, {'worst first' if wanted.live else 'newest first'}"
    return f"Overdue: {said[0].lower()}{said[1:]}" if wanted.overdue else said


def _states(wanted: Wanted, told: Mapping[str, Tally]) -> Iterator[Choice]:
    for name in ("live", *(state.value for state in LIVE_STATES), "resolved", "closed"):
        yield Choice(
            id=f"state-{name}",
            words=WORDS[name],
            address=address(replace(wanted, state=name)),
            chosen=name == wanted.state,
            tally=told.get(name, Tally()) if name not in ("resolved", "closed") else None,
        )


def _narrowing(wanted: Wanted, printers: Mapping[str, Printer]) -> Narrowing:
    named = printers_named()
    named += [wanted.printer] if wanted.printer and wanted.printer not in named else []
    return Narrowing(
        whose=[
            Choice(
                id=f"whose-{whose or 'all'}",
                words=words,
                address=address(replace(wanted, whose=whose)),
                chosen=whose == wanted.whose,
            )
            for whose, words in WHOSE
        ],
        severities=[(severity.value, words) for severity, words in SEVERITIES.items()],
        printers=sorted(((id_, printer_name(id_, printers)) for id_ in named), key=lambda one: one[1].casefold()),
        groups=groups(),
        wanted=wanted,
        hidden=[(name, value) for name, value in wanted.query() if name in ("state", "whose")],
        none=address(Wanted(state=wanted.state, whose=wanted.whose)),
        narrowed=wanted != Wanted(state=wanted.state, whose=wanted.whose, me=wanted.me),
    )


def _printers() -> dict[str, Printer]:
    return {printer.printer_id: printer for printer in every_printer()}
