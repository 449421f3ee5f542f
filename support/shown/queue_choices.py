"""How the list of a queue may be narrowed and sorted: each way with its address, or how many rows it leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.utils.http import urlencode

from support.queues.asked import Asked, Sort
from support.queues.filters import LATE, SOON, WORDS
from support.queues.matching import Found, Whose, owners_of
from support.queues.why import code_words
from support.queues.work import Standing
from support.templatetags.places import country

MOST: Final = 80
"""Choices of one filter, the most frequent."""

EVERYTHING: Final = "everything=1"
"""The address of a list that is not narrowed, where one's queue opens with a view."""

LABELS: Final = {
    "printer": "Printer",
    "country": "Country",
    "product": "Product",
    "code": "Reason",
    "template": "Template",
    "currency": "Currency",
}
WHOSE: Final = {Whose.ANYBODY: "anybody’s", Whose.MINE: "mine", Whose.NOBODY: "nobody’s", Whose.TEAM: "my team’s"}
STANDINGS: Final = {Standing.OPEN: "Open", Standing.SNOOZED: "Snoozed", Standing.DONE: "Done"}
PROMISES: Final = {"": "any", LATE: "late already", SOON: "within two days"}
TOLD: Final = {
    "min_age": "overdue for {} at least",
    "min_amount": "worth {} at least",
    "max_amount": "worth {} at most",
    "promise_after": "promised for {} or later",
    "promise_before": "promised for {} or earlier",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter. ``count`` is None where it is not counted."""

    value: str
    words: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter with the values that there are."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An address of the same list, narrowed or sorted otherwise."""

    id: str
    words: str
    query: str
    chosen: bool = False
    count: int | None = None


def filters(queue: str, asked: Asked, found: Found) -> list[Filter]:
    """Those whose values rows say; one with a single value narrows nothing, and is left out."""
    given = asked.given()
    made = [_filter(queue, name, given.get(name, ""), found.values[name]) for name in WORDS]
    return [one for one in made if len(one.choices) > 1 or given.get(one.name)]


def whose(asked: Asked, found: Found, person: User) -> list[Way]:
    """Whose rows, with how many there are."""
    return [
        Way(
            id=f"whose-{value or 'all'}",
            words=words.capitalize(),
            query=query(asked, whose=value),
            chosen=asked.wanted.whose is value,
            count=_count(found, owners_of(value, person)),
        )
        for value, words in WHOSE.items()
    ]


def standings(asked: Asked, found: Found) -> list[Way]:
    """Open, snoozed and done rows."""
    return [
        Way(
            id=f"standing-{standing}",
            words=words,
            query=query(asked, standing="" if standing is Standing.OPEN else standing),
            chosen=asked.wanted.standing is standing,
            count=found.standings[standing],
        )
        for standing, words in STANDINGS.items()
    ]


def sorts(asked: Asked) -> dict[str, Way]:
    """By the name of a sort, its address."""
    return {
        str(sort): Way(
            id=f"sort-{sort}",
            words="",
            query=query(asked, sort="" if sort is Sort.OLDEST else sort),
            chosen=asked.sort is sort,
        )
        for sort in Sort
    }


def taken_away(queue: str, asked: Asked) -> list[Way]:
    """What the list is narrowed by, each with the address of the list without it."""
    return [
        Way(id=f"without-{name.replace('_', '-')}", words=words, query=query(asked, **{name: ""}))
        for name, words in _told(queue, asked)
    ]


def query(asked: Asked, **otherwise: str) -> str:
    """The query of the same list with some names otherwise; never empty, which would mean the default view."""
    told = {name: value for name, value in (asked.given() | otherwise).items() if value}
    return urlencode(told) or EVERYTHING


def _count(found: Found, owners: Collection[int | None] | None) -> int:
    return sum(found.owners.values() if owners is None else (found.owners[each] for each in owners))


def _filter(queue: str, name: str, chosen: str, counts: Mapping[str, int]) -> Filter:
    words = _words(queue, name)
    most = sorted(((value, count) for value, count in counts.items() if value), key=lambda one: (-one[1], one[0]))[
        :MOST
    ]
    if chosen and chosen not in dict(most):
        most.append((chosen, counts.get(chosen, 0)))
    choices = [Choice(value=value, words=words(value), count=count, chosen=value == chosen) for value, count in most]
    return Filter(name=name, label=LABELS[name], choices=choices)


def _words(queue: str, name: str) -> Callable[[str], str]:
    match name:
        case "country":
            return country
        case "code":
            return lambda code: code_words(queue, code) or code
    return str


def _told(queue: str, asked: Asked) -> Iterator[tuple[str, str]]:
    for name, value in asked.wanted.given().items():
        if name in LABELS:
            yield name, f"{LABELS[name].lower()}: {_words(queue, name)(value)}"
        elif name == "whose":
            yield name, WHOSE[asked.wanted.whose]
        elif name == "promise":
            yield name, f"promise: {PROMISES[value]}"
        elif name in TOLD:
            yield name, TOLD[name].format(value)
