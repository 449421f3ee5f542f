"""Changing how much a role may do, in place of the setting, and going back to it. It counts at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.contrib.auth.models import User

from dashboard.limits import MONEY, OF, Limit, default
from dashboard.models import SetLimit
from dashboard.permissions import MAY, Permission
from dashboard.roles import Role
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.commands.refusals import Invalid
from support.staff.deciding import Changed, deciding, kept
from support.templatetags.money import digits_of

SET = EventType("limit.set", "set the limit {target} from {before} to {after}")
RESET = EventType("limit.reset", "set the limit {target} from {before} back to the setting, {after}")
WITHOUT: Final = "no limit"

HIGHEST: Final = 1_000_000_000
LONGEST_CODE: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Which limit of which role; ``currency`` only where it is money."""

    name: Limit
    role: Role
    currency: str = ""

    @property
    def target(self) -> Target:
        """How the audit names it: "reprint_cost of senior in EUR"."""
        return Target("limit", f"{self.name} of {self.role}" + (f" in {self.currency}" if self.currency else ""))


def exists(place: Place) -> bool:
    """Whether it makes sense: the role may do what is limited, and money has a currency."""
    code = place.currency
    spelled = len(code) == LONGEST_CODE and code.isascii() and code.isalpha() and code.isupper()
    return place.role in MAY[OF[place.name]] and (spelled if place.name in MONEY else not code)


def in_force(place: Place) -> int | None:
    """The number that counts now; None without a limit."""
    found = _set_here(place)
    return found.amount if found else default(place.role, place.name, place.currency)


def spelled(amount: int | None) -> str:
    """A number as forms send it back and the audit keeps it."""
    return WITHOUT if amount is None else str(amount)


def amount_from(place: Place, text: str) -> int:
    """What was typed, in minor units where it is money. Raises Invalid."""
    digits = digits_of(place.currency) if place.name in MONEY else 0
    try:
        amount = Decimal(text.strip().replace(",", "")).scaleb(digits)
    except ArithmeticError as error:
        raise Invalid(amount="Type a number.") from error
    if not amount.is_finite() or not 0 <= amount <= HIGHEST:
        raise Invalid(amount=f"Type a number from 0 to {HIGHEST // 10**digits:,}.")
    if amount != amount.to_integral_value():
        raise Invalid(amount=f"At most {digits} digits after the point." if digits else "Type a whole number.")
    return int(amount)


def set_limit(who: User, place: Place, amount: int, reason: str, seen: str) -> None:
    """Let it be this number from now on. ``seen`` is what was in force when the form was made.

    Raises Invalid, NotAllowed, Changed.
    """
    with _deciding(who, place, reason, seen) as (actor, before):
        if _set_here(place) is not None and before == amount:
            raise Invalid(amount="It is this already.")
        SetLimit.objects.update_or_create(
            role=place.role, name=place.name, currency=place.currency, defaults={"amount": amount}
        )
        details = {"before": spelled(before), "after": spelled(amount)}
        record(actor, SET, place.target, reason=kept(reason), details=details)


def reset_limit(who: User, place: Place, reason: str, seen: str) -> None:
    """Go back to the setting's. Raises Invalid, NotAllowed, Changed."""
    with _deciding(who, place, reason, seen) as (actor, before):
        found = _set_here(place)
        if found is None:
            raise Changed
        found.delete()
        details = {"before": spelled(before), "after": spelled(in_force(place))}
        record(actor, RESET, place.target, reason=kept(reason), details=details)


@contextmanager
def _deciding(who: User, place: Place, reason: str, seen: str) -> Iterator[tuple[Actor, int | None]]:
    with deciding(who, Permission.MANAGE_LIMITS, reason) as actor:
        before = in_force(place)
        if spelled(before) != seen:
            raise Changed
        yield actor, before


def _set_here(place: Place) -> SetLimit | None:
    return SetLimit.objects.filter(role=place.role, name=place.name, currency=place.currency).first()
