"""Claims as a queue, with the ways to narrow it, and what they come to in money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.http import urlencode

from orders.contract.model import Printer
from orders.printers import every_printer
from support.claims.models import ClaimState
from support.claims.names import PARTIES, STATES
from support.claims.wanted import MINE, OVER, Tally, Wanted, listed, printers_named, sums
from support.shown.claims import ShownClaim, shown_claim
from support.shown.steps import printer_name
from support.templatetags.money import money

WORDS: Final = {"open": "Open", "over": "Over", "all": "All"} | {state.value: STATES[state] for state in ClaimState}
WHEN: Final = (("", "Any time"), ("overdue", "Overdue"), ("closing", "Closing within 7 days"))
SHOWN_STATES: Final = ("open", "draft", "sent", "approved", *(state.value for state in OVER), "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to narrow the list by a link; ``number`` is None where nobody counts it."""

    id: str
    words: str
    address: str
    chosen: bool
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage:
    """One page of the queue. ``version`` is what an open page compares; "" where it does not keep up. ``query`` is the
    list's as an export takes it.
    """

    rows: Sequence[ShownClaim]
    title: str
    now: datetime
    tally: Tally
    money: Sequence[tuple[str, str]]
    states: Sequence[Choice]
    whens: Sequence[Choice]
    whose: Sequence[Choice]
    printers: Sequence[tuple[str, str]]
    parties: Sequence[tuple[str, str]]
    hidden: Sequence[tuple[str, str]]
    wanted: Wanted
    query: str
    none: str
    narrowed: bool
    address: str
    first: str
    next: str
    version: str


def claims_page(wanted: Wanted, after: str) -> ClaimsPage:
    """The page after a position. Raises ValueError where no page ended there."""
    now, found, told = timezone.now(), listed(wanted, after), sums(wanted)
    printers = {printer.printer_id: printer for printer in every_printer()}
    tally = told[wanted.state]
    return ClaimsPage(
        rows=[shown_claim(each, now, printers) for each in found.claims],
        title=_title(wanted),
        now=now,
        tally=tally,
        money=[(money(sum_.asked, currency), money(sum_.granted, currency)) for currency, sum_ in tally.money.items()],
        states=[
            Choice(
                id=f"state-{name}",
                words=WORDS[name],
                address=address(replace(wanted, state=name)),
                chosen=name == wanted.state,
                number=told[name].number,
            )
            for name in SHOWN_STATES
        ],
        whens=list(_whens(wanted)),
        whose=[
            Choice(
                id=f"whose-{whose or 'all'}",
                words=words,
                address=address(replace(wanted, whose=whose)),
                chosen=whose == wanted.whose,
            )
            for whose, words in (("", "Anybody’s"), (MINE, "Mine"))
        ],
        printers=_printers(wanted, printers),
        parties=[(party.value, words) for party, words in PARTIES.items()],
        hidden=[(name, value) for name, value in wanted.query() if name in ("state", "when", "whose")],
        wanted=wanted,
        query=urlencode(wanted.query()),
        none=address(replace(wanted, printer="", party="")),
        narrowed=bool(wanted.printer or wanted.party),
        address=address(wanted),
        first=address(wanted) if after else "",
        next=address(wanted, found.after) if found.after else "",
        # One that is read page by page stands still.
        version="" if after else version(told, wanted),
    )


def version(told: Mapping[str, Tally], wanted: Wanted) -> str:
    """What an open list compares: it moves with each change of what it counts, and as one becomes overdue."""
    parts = [told[name] for name in ("all", wanted.state)]
    return "-".join(f"{part.number}.{part.overdue}.{part.closing}.{part.changes}" for part in parts)


def address(wanted: Wanted, after: str = "") -> str:
    """A list's query."""
    query = [*wanted.query(), *([("after", after)] if after else [])]
    return "?" + urlencode(query) if query else "?"


def _title(wanted: Wanted) -> str:
    when = dict(WHEN)[wanted.when] if wanted.when else ""
    said = f"{WORDS[wanted.state]}, {'due first' if wanted.live else 'newest first'}"
    return f"{when}: {said[0].lower()}{said[1:]}" if when else said


def _whens(wanted: Wanted) -> Iterator[Choice]:
    for when, words in WHEN:
        address_ = address(replace(wanted, when=when))
        yield Choice(id=f"when-{when or 'all'}", words=words, address=address_, chosen=when == wanted.when)


def _printers(wanted: Wanted, printers: Mapping[str, Printer]) -> list[tuple[str, str]]:
    named = printers_named()
    named += [wanted.printer] if wanted.printer and wanted.printer not in named else []
    return sorted(((id_, printer_name(id_, printers)) for id_ in named), key=lambda one: one[1].casefold())
