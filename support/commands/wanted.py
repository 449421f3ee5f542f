"""Commands as a list that is narrowed and paged: by how far they are, of which kind, whose, and of which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Min, Q, QuerySet

from orders.projections import keys
from support.commands.kinds import ACTS
from support.commands.listing import shown
from support.commands.models import Command
from support.commands.states import OPEN, State

PAGE: Final = 50
LONGEST_POSITION: Final = 200
ENDED: Final = tuple(state for state in State if state not in OPEN)
STAGES: Final[Mapping[str, Sequence[State]]] = {
    "open": OPEN,
    **{state.value: (state,) for state in State},
    "ended": ENDED,
    "all": tuple(State),
}
"""What a list may be narrowed to, and the states that each stands for."""

MINE: Final = "mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``state`` is one of ``STAGES``; "" is any kind, anybody's (``actor``) and any order."""

    state: str = "open"
    kind: str = ""
    actor: str = ""
    order_id: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str], me: str, *, everybody: bool) -> Wanted:
        """Out of an address: ``state``, ``kind``, ``whose`` ("mine") and ``order``. Who may not see everybody's sees
        their own. Raises ValueError for what is none of these.
        """
        state, kind, order_id = asked.get("state", "open"), asked.get("kind", ""), asked.get("order", "").strip()
        if state not in STAGES or kind not in ("", *ACTS) or (order_id and not keys.usable(order_id)):
            raise ValueError("there is no such list")
        mine = not everybody or asked.get("whose") == MINE
        return cls(state=state, kind=kind, actor=me if mine else "", order_id=order_id)

    @property
    def is_open(self) -> bool:
        """Whether what is wanted still waits for its end: then the oldest come first, else the newest."""
        return all(state in OPEN for state in STAGES[self.state])

    def among(self) -> Q:
        """What narrows beside the state."""
        about = {"kind": self.kind, "actor": self.actor, "order_id": self.order_id}
        return Q(**{name: value for name, value in about.items() if value})


@dataclass(frozen=True, slots=True)
class Page:
    """Commands, and the position after which the next page begins, "" at the end."""

    commands: Sequence[Command]
    after: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many there are, and since when the oldest waits."""

    number: int
    oldest: datetime | None


def listed(wanted: Wanted, after: str = "", size: int = PAGE) -> Page:
    """One page. Raises ValueError where no page ended at ``after``."""
    found = shown().filter(wanted.among(), state__in=STAGES[wanted.state])
    order = ("requested_at", "pk") if wanted.is_open else ("-requested_at", "-pk")
    commands = list(_beyond(found, after, forward=wanted.is_open).order_by(*order)[: size + 1])
    return Page(commands[:size], _position(commands[size - 1]) if len(commands) > size else "")


def counts(wanted: Wanted) -> dict[str, Waiting]:
    """How many open commands there are in each state, of those that are wanted but for their state."""
    found = Command.objects.filter(wanted.among(), state__in=OPEN).order_by().values("state")
    told = {
        each["state"]: Waiting(each["n"], each["o"]) for each in found.annotate(n=Count("pk"), o=Min("requested_at"))
    }
    whole = [told.get(state, Waiting(0, None)) for state in OPEN]
    oldest = min((each.oldest for each in whole if each.oldest), default=None)
    return {"open": Waiting(sum(each.number for each in whole), oldest)} | dict(zip(OPEN, whole, strict=True))


def _beyond(found: QuerySet[Command], after: str, *, forward: bool) -> QuerySet[Command]:
    if not after:
        return found
    at, pk = _place(after)
    beyond = Q(requested_at__gt=at) if forward else Q(requested_at__lt=at)
    same = Q(requested_at=at, pk__gt=pk) if forward else Q(requested_at=at, pk__lt=pk)
    return found.filter(beyond | same)


def _position(command: Command) -> str:
    return f"{command.requested_at.isoformat()}~{command.pk}"


def _place(after: str) -> tuple[datetime, str]:
    moment, mark, pk = after.partition("~")
    if not mark or len(after) > LONGEST_POSITION or not after.isprintable():
        raise ValueError("this position is none of ours")
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        raise ValueError("this position is none of ours")
    return at, pk
