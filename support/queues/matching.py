"""Which rows of a snapshot somebody has before them: what a list shows, counts, exports and hands to bulk jobs.

Everybody who means "all that match" asks here: rows that are put off or done with are not among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from operator import attrgetter

from django.contrib.auth.models import User
from django.utils.http import urlencode

from dashboard.roles import roles_of
from orders.queues import QueueRow
from support.commands.refusals import Invalid
from support.queues.filters import WORDS, Filters
from support.queues.row_id import key_of, read_row_id
from support.queues.snapshot import Snapshot
from support.queues.work import UNTOUCHED, AllWork, Standing, work_of


class Whose(StrEnum):
    """Whose rows are wanted."""

    ANYBODY = ""
    MINE = "mine"
    TEAM = "team"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to, by what its rows say and by what people did about them."""

    filters: Filters = field(default_factory=Filters)
    whose: Whose = Whose.ANYBODY
    standing: Standing = Standing.OPEN

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """Out of the query of an address. Raises Invalid, with words by name."""
        wrong: dict[str, str] = {}
        filters = Filters()
        try:
            filters = Filters.read(asked)
        except Invalid as invalid:
            wrong |= invalid.errors
        whose, standing = asked.get("whose", ""), asked.get("standing", "") or Standing.OPEN
        if whose not in set(Whose):
            wrong["whose"] = "Choose mine, team, nobody, or any."
        if standing not in set(Standing):
            wrong["standing"] = "Choose open, snoozed or done."
        if wrong:
            raise Invalid(**wrong)
        return cls(filters=filters, whose=Whose(whose), standing=Standing(standing))

    def given(self) -> dict[str, str]:
        """What is narrowed, by name, as an address has it."""
        about = {"whose": str(self.whose), "standing": "" if self.standing is Standing.OPEN else str(self.standing)}
        return self.filters.given() | {name: value for name, value in about.items() if value}

    def query(self) -> str:
        """The same as the query of an address."""
        return urlencode(self.given())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``rows`` are those that are wanted, due longest first. ``values`` are, by the name of a filter, how many rows
    there would be with each value of it; ``standings`` how many are open, snoozed and done; ``owners`` whose those are.
    """

    rows: list[QueueRow]
    values: Mapping[str, Counter[str]]
    standings: Counter[Standing]
    owners: Counter[int | None]


def matching(
    snapshot: Snapshot, wanted: Wanted, person: User | None, now: datetime, work: AllWork | None = None
) -> list[QueueRow]:
    """The rows of a snapshot that are wanted, due longest first; ``work`` where it was read before. ``person`` is who
    says "mine", None for a program, which owns nothing.
    """
    return survey(snapshot, wanted, person, now, work).rows


def survey(
    snapshot: Snapshot, wanted: Wanted, person: User | None, now: datetime, work: AllWork | None = None
) -> Found:
    """The same with what the other values of each filter would find: one look at each row."""
    done = work_of(snapshot.queue, now) if work is None else work
    sieve = _Sieve(wanted, owners_of(wanted.whose, person))
    misfits = wanted.filters.misfits
    for row in snapshot.rows:
        missed = misfits(row, now)
        if missed is not None and len(missed) <= 1:
            kept = done.get((row.order_id, row.sub), UNTOUCHED) if done else UNTOUCHED
            sieve.take(row, missed, kept.standing(row, now) if kept.seen else Standing.OPEN, kept.owner)
    return sieve.found()


def chosen(snapshot: Snapshot, row_ids: Iterable[str]) -> list[QueueRow]:
    """The rows with these names (see ``row_id``), in the snapshot's order; a name that it does not have is left out.
    Raises ValueError for what is no name.
    """
    wanted = {read_row_id(each) for each in row_ids}
    return [row for row in snapshot.rows if key_of(row) in wanted]


def owners_of(whose: Whose, person: User | None) -> Collection[int | None] | None:
    """The owners that are meant; None for anybody's, and nobody's too."""
    match whose:
        case Whose.MINE:
            return {person.pk} if person else ()
        case Whose.TEAM:
            return _colleagues(person) if person else ()
        case Whose.NOBODY:
            return {None}
    return None


class _Sieve:
    """Takes rows that at most one of the words leaves out."""

    def __init__(self, wanted: Wanted, owners: Collection[int | None] | None) -> None:
        self._wanted = wanted
        self._owners = owners
        self._rows: list[QueueRow] = []
        self._beside: dict[str, list[QueueRow]] = {name: [] for name in WORDS}
        self._places: list[tuple[Standing, int | None]] = []

    def take(self, row: QueueRow, missed: list[str], standing: Standing, owner: int | None) -> None:
        """``missed`` is the name of the filter that leaves it out, if one does."""
        if not missed:
            self._places.append((standing, owner))
        if standing is self._wanted.standing and self._is_whose(owner):
            (self._beside[missed[0]] if missed else self._rows).append(row)

    def found(self) -> Found:
        """Of all that were taken."""
        places = Counter(self._places)
        standings, owners = Counter[Standing](), Counter[int | None]()
        for (standing, owner), count in places.items():
            if self._is_whose(owner):
                standings[standing] += count
            if standing is self._wanted.standing:
                owners[owner] += count
        values = {name: Counter(map(attrgetter(name), chain(self._rows, self._beside[name]))) for name in WORDS}
        return Found(rows=self._rows, values=values, standings=standings, owners=owners)

    def _is_whose(self, owner: int | None) -> bool:
        return self._owners is None or owner in self._owners


def _colleagues(person: User) -> set[int | None]:
    """Everybody who holds one of their roles, themselves among them."""
    found = User.objects.filter(is_active=True, groups__name__in=[str(role) for role in roles_of(person)])
    return {*found.values_list("pk", flat=True)}
