"""Which projections there are: the live one, and at most one beside it that is kept up to date too.

One row of the control table says it, so that a switch is one conditional write. The one beside the live projection
is a candidate being filled, a candidate that was audited, or the former live one that one may go back to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings

from orders.alias import ALIAS
from orders.store import Condition, Conflict, Row, Store


class State(StrEnum):
    """How it stands with the projection beside the live one; NONE where there is none."""

    NONE = ""
    MAKING = "making"
    FILLING = "filling"
    AUDITED = "audited"
    FORMER = "former"
    FAILED = "failed"
    DROPPING = "dropping"


FED = (State.FILLING, State.AUDITED, State.FORMER)
"""The pumps apply every batch to it."""

READY = (State.AUDITED, State.FORMER)
"""It says what the live one says, and may take its place."""


class Unfit(Exception):
    """What was asked cannot be done as the projections stand; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The row, of ``version`` 0 while there is none.

    ``since`` is when ``state`` began, ``fed_since`` when every pump was known to feed the projection beside.
    """

    live: str
    beside: str = ""
    state: State = State.NONE
    number: int = 1
    since: str = ""
    fed_since: str = ""
    fault: str = ""
    version: int = 0

    @property
    def fed(self) -> tuple[str, ...]:
        """The tables that every change is applied to, the live one first."""
        return (self.live, self.beside) if self.state in FED else (self.live,)


def read_standing(control: Store) -> Standing:
    """How the projections stand now."""
    row = control.get(ALIAS)
    return _standing(row) if row else Standing(live=settings.PROJECTION_TABLE)


def begin(control: Store) -> Standing:
    """Name a candidate; its table is still to be made. Raises Unfit where there is something beside already."""
    now = read_standing(control)
    if now.beside:
        raise Unfit(f"{now.beside} is beside the live projection already: {now.state}")
    number = now.number + 1
    beside = f"{settings.PROJECTION_TABLE}_{number}"
    return _change(control, now, live=now.live, beside=beside, state=State.MAKING, number=number)


def feed(control: Store, now: Standing) -> Standing:
    """From now on every pump that begins a run applies its batches to the candidate too."""
    return _change(control, now, state=State.FILLING)


def note_fed(control: Store, now: Standing) -> Standing:
    """Every pump feeds the candidate: what its tables say from now on may be copied."""
    return _change(control, now, since=now.since, fed_since=_now())


def note_audited(control: Store, now: Standing) -> Standing:
    """The candidate says what the source says: it may be switched to."""
    return _change(control, now, state=State.AUDITED)


def switch(control: Store) -> Standing:
    """Let pages read the audited candidate; the other stays beside it, fed. Raises Unfit."""
    return _swap(control, State.AUDITED, "there is no audited candidate to switch to")


def back(control: Store) -> Standing:
    """Let pages read the former projection again. Raises Unfit."""
    return _swap(control, State.FORMER, "there is no former projection to go back to")


def give_up(control: Store) -> Standing:
    """Feed the projection beside the live one no longer: its table is to be dropped. Raises Unfit."""
    now = read_standing(control)
    if now.state is State.NONE:
        raise Unfit("there is nothing beside the live projection")
    return now if now.state is State.DROPPING else _change(control, now, state=State.DROPPING)


def note_dropped(control: Store, now: Standing) -> Standing:
    """The table is no more."""
    return _change(control, now, beside="", state=State.NONE, fed_since="", fault="")


def note_failed(control: Store, table: str, fault: str) -> bool:
    """Stop feeding a table that broke; False where it is not beside the live projection (any more)."""
    now = read_standing(control)
    if now.beside != table or now.state not in FED:
        return False
    try:
        _change(control, now, state=State.FAILED, fault=fault)
    except Unfit:
        return False
    return True


def _swap(control: Store, expected: State, otherwise: str) -> Standing:
    now = read_standing(control)
    if now.state is not expected:
        raise Unfit(otherwise)
    return _change(control, now, live=now.beside, beside=now.live, state=State.FORMER)


def _change(control: Store, now: Standing, **changed: Any) -> Standing:
    """Write what changed if all is still as it was seen. Raises Unfit."""
    after = replace(now, version=now.version + 1, **({"since": _now()} | changed))
    pk, sk = ALIAS
    seen = Condition("version = :version", {":version": now.version})
    try:
        control.put(
            {"pk": pk, "sk": sk, **asdict(after)}, seen if now.version else Condition("attribute_not_exists(pk)", {})
        )
    except Conflict as error:
        raise Unfit("somebody else has just changed how the projections stand: look again") from error
    return after


def _standing(row: Row) -> Standing:
    told = {field.name: row[field.name] for field in fields(Standing)}
    return Standing(**told | {"state": State(told["state"])})


def _now() -> str:
    return datetime.now(UTC).isoformat()
