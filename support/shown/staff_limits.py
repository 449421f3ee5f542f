"""Every limit of every role as its page shows it: the number in force, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings

from dashboard.limits import MONEY, OF, Limit, default
from dashboard.models import SetLimit
from dashboard.permissions import MAY
from dashboard.roles import Role
from support.audit import actors
from support.models import AuditEvent
from support.staff.limits import RESET, SET, Place, in_force, spelled
from support.templatetags.money import digits_of, money

NAMES: Final[Mapping[Limit, str]] = {
    Limit.RENDERS_AN_ORDER: "Renders of one order",
    Limit.REPRINT_COST: "Cost of all reprints of one order",
    Limit.REVEALS_A_DAY: "Reveals of personal data a day",
    Limit.FINDS_A_MINUTE: "Searches a minute",
    Limit.BULK_ROWS: "Rows of one bulk job",
    Limit.BULK_ROWS_ALONE: "Rows of one bulk job without approval",
    Limit.BULK_COST: "Cost of a day’s bulk jobs without approval",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLimit:
    """One number. ``seen`` is what a form was made on, ``typed`` what its field begins with; ``event`` is the newest
    change, where there was one, and ``by`` who made it.
    """

    place: Place
    words: str
    setting: str
    here: bool
    seen: str
    typed: str
    event: AuditEvent | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """The numbers of one limit."""

    name: Limit
    title: str
    money: bool
    limits: Sequence[ShownLimit]


def limit_groups() -> list[ShownGroup]:
    """Every limit × role, of money in each currency that the settings or an admin name."""
    places = list(_places())
    events = _newest([place.target.id for place in places])
    names = actors.names(event.actor for event in events.values())
    shown = [_shown(place, events.get(place.target.id), names) for place in places]
    return [
        ShownGroup(
            name=name, title=NAMES[name], money=name in MONEY, limits=[one for one in shown if one.place.name is name]
        )
        for name in Limit
    ]


def shown_limit(place: Place) -> ShownLimit:
    """One of them."""
    events = _newest([place.target.id])
    return _shown(place, events.get(place.target.id), actors.names(event.actor for event in events.values()))


def words(place: Place, amount: int | None) -> str:
    """ "3", "€150.00", "no limit"."""
    if amount is None:
        return spelled(None)
    return money(amount, place.currency) if place.name in MONEY else f"{amount:,}"


def _shown(place: Place, event: AuditEvent | None, names: Mapping[str, str]) -> ShownLimit:
    amount, setting = in_force(place), default(place.role, place.name, place.currency)
    here = event is not None and event.type == SET.name
    return ShownLimit(
        place=place,
        words=words(place, amount),
        setting=words(place, setting),
        here=here or amount != setting,
        seen=spelled(amount),
        typed="" if amount is None else _typed(place, amount),
        event=event,
        by=names[event.actor] if event else "",
    )


def _typed(place: Place, amount: int) -> str:
    digits = digits_of(place.currency) if place.name in MONEY else 0
    return f"{Decimal(amount).scaleb(-digits):f}"


def _places() -> Iterator[Place]:
    for name in Limit:
        for role in Role:
            if role in MAY[OF[name]]:
                for currency in _currencies(name) if name in MONEY and _is_limited(name, role) else [""]:
                    yield Place(name, role, currency)


def _is_limited(name: Limit, role: Role) -> bool:
    return role in settings.LIMITS[name] or SetLimit.objects.filter(name=name, role=role).exists()


def _currencies(name: Limit) -> list[str]:
    told = {code for each in settings.LIMITS[name].values() if isinstance(each, Mapping) for code in each}
    here = SetLimit.objects.filter(name=name).exclude(currency="")
    return sorted(told | set(here.values_list("currency", flat=True)))


def _newest(targets: Sequence[str]) -> dict[str, AuditEvent]:
    """The last change of each limit, from the audit."""
    found = AuditEvent.objects.filter(type__in=(SET.name, RESET.name), target_id__in=targets)
    return {event.target_id: event for event in found.order_by("number")}
