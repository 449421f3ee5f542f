"""What a customer gets for a problem, and which of it is offered when: the data of resolutions.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from orders.contract.model import CommandKind
from support.reasons import Party, groups


class Phase(StrEnum):
    """How far the line is that the problem is about."""

    BEFORE = "before"
    AT_PRINTER = "at_printer"
    STOPPED = "stopped"
    SENT = "sent"
    ARRIVED = "arrived"


class Paid(StrEnum):
    """Of what an amount is a share."""

    LINE = "line"
    ORDER = "order"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One way to make it right. ``does`` is what the backend is asked for, None where it takes no command: then it is
    recommended, never done. ``share`` is per cent of what was ``amount`` paid for. ``claims``: somebody outside may be
    asked to pay. ``message`` names a text of messages.toml.
    """

    code: str
    label: str
    means: str
    message: str
    does: CommandKind | None = None
    optional: bool = False
    all: bool = False
    first: bool = False
    amount: Paid | None = None
    share: int = 0
    party: Party | None = None
    claims: bool = True

    @property
    def recommends(self) -> bool:
        """Whether something of it is done elsewhere."""
        return self.does is None or self.amount is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What is offered, in this order, for these reasons in these phases."""

    reasons: frozenset[str]
    phases: frozenset[Phase]
    resolutions: tuple[Resolution, ...]


@cache
def resolutions() -> Mapping[str, Resolution]:
    """Every resolution by its code."""
    return {code: _resolution(code, about) for code, about in _told()["resolutions"].items()}


def offers_for(reason: str, phase: Phase, party: Party) -> tuple[Resolution, ...]:
    """What is offered for a reason, the first choice first; nothing of it is for another party."""
    found = next(each for each in _offers() if reason in each.reasons and phase in each.phases)
    return tuple(each for each in found.resolutions if each.party in (None, party))


def beside_another(party: Party) -> tuple[str, ...]:
    """The codes of what may be recommended while a replacement is under way already."""
    known = resolutions()
    return tuple(code for code in _told()["under_way"]["resolutions"] if known[code].party in (None, party))


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("resolutions.toml").read_text(encoding="utf-8"))


@cache
def _offers() -> tuple[Offers, ...]:
    known, of_group = resolutions(), _reasons_by_group()
    return tuple(
        Offers(
            reasons=frozenset(each.get("reasons", ())).union(*(of_group[name] for name in each.get("groups", ()))),
            phases=frozenset(map(Phase, each["phases"])),
            resolutions=tuple(known[code] for code in each["resolutions"]),
        )
        for each in _told()["offers"]
    )


def _reasons_by_group() -> dict[str, set[str]]:
    return {group.code: {reason.code for reason in group.reasons} for group in groups()}


def _resolution(code: str, about: Mapping[str, Any]) -> Resolution:
    told = dict(about)
    return Resolution(
        code=code,
        does=CommandKind(told.pop("does")) if "does" in told else None,
        amount=Paid(told.pop("amount")) if "amount" in told else None,
        party=Party(told.pop("party")) if "party" in told else None,
        claims=not told.pop("nothing_for_us", False),
        **told,
    )
