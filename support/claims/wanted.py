"""Claims as a queue that is narrowed and paged: what is overdue and what closes soon comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from orders.projections import keys
from support.claims.due import CLOSING, DUE, NEVER, OVERDUE, due_at
from support.claims.listing import shown
from support.claims.models import OPEN_CLAIMS, Claim, ClaimState
from support.claims.window import OUTSIDE

PAGE: Final = 50
LONGEST_POSITION: Final = 200
MINE: Final = "mine"
OVER: Final = tuple(state for state in ClaimState if state not in OPEN_CLAIMS)
STAGES: Final[Mapping[str, Sequence[ClaimState]]] = MappingProxyType(
    {"open": OPEN_CLAIMS, **{state.value: (state,) for state in ClaimState}, "over": OVER, "all": tuple(ClaimState)}
)
"""What a list may be narrowed to, and the states that each stands for."""

WHEN: Final[Mapping[str, Q]] = MappingProxyType({"": Q(), "overdue": OVERDUE, "closing": CLOSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``state`` is one of ``STAGES``, ``when`` of ``WHEN``; ``whose`` is "mine" or anybody's; "" is any of the rest."""

    state: str = "open"
    when: str = ""
    printer: str = ""
    party: str = ""
    whose: str = ""
    me: int = 0

    @classmethod
    def read(cls, asked: Mapping[str, str], me: int | None) -> Wanted:
        """Out of an address; ``me`` is whoever looks, None a program. Raises ValueError for what is none of these."""
        told = {name: asked.get(name, "").strip() for name in ("state", "when", "printer", "party", "whose")}
        told["state"] = told["state"] or "open"
        fits = (
            told["state"] in STAGES
            and told["when"] in WHEN
            and told["party"] in ("", *OUTSIDE)
            and told["whose"] in ("", MINE)
            and (not told["printer"] or keys.usable(told["printer"]))
        )
        if not fits:
            raise ValueError("there is no such list")
        return cls(**told, me=me or 0)

    def query(self) -> list[tuple[str, str]]:
        """The same as an address says it."""
        told = {
            "state": "" if self.state == "open" else self.state,
            "when": self.when,
            "printer": self.printer,
            "party": self.party,
            "whose": self.whose,
        }
        return [(name, value) for name, value in told.items() if value]

    @property
    def live(self) -> bool:
        """Whether something is to be done about what is wanted: then what is due first comes first, else the newest."""
        return not set(STAGES[self.state]) & set(OVER)

    def among(self) -> Q:
        """What narrows beside the state."""
        about = {"printer_id": self.printer, "party": self.party}
        narrowed = Q(**{name: value for name, value in about.items() if value}) & WHEN[self.when]
        if self.whose == MINE:
            narrowed &= Q(escalation__owner=self.me) | Q(escalation__owner=None, person=self.me)
        return narrowed


@dataclass(frozen=True, slots=True)
class Page:
    """Claims, and the position after which the next page begins, "" at the end."""

    claims: Sequence[Claim]
    after: str


@dataclass(frozen=True, slots=True)
class Money:
    """What was asked for and given, in minor units of one currency."""

    asked: int = 0
    granted: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are, how many of them overdue or closing, their money by currency, and a number that moves with
    each change of any of them.
    """

    number: int = 0
    overdue: int = 0
    closing: int = 0
    changes: int = 0
    money: Mapping[str, Money] = field(default_factory=dict)

    def plus(self, other: Tally) -> Tally:
        """The two together."""
        money = {
            currency: Money(
                self.money.get(currency, Money()).asked + other.money.get(currency, Money()).asked,
                self.money.get(currency, Money()).granted + other.money.get(currency, Money()).granted,
            )
            for currency in sorted({*self.money, *other.money})
        }
        return Tally(
            number=self.number + other.number,
            overdue=self.overdue + other.overdue,
            closing=self.closing + other.closing,
            changes=self.changes + other.changes,
            money=money,
        )


def listed(wanted: Wanted, after: str = "", size: int = PAGE) -> Page:
    """One page. Raises ValueError where no page ended at ``after``."""
    found = shown().filter(wanted.among(), state__in=STAGES[wanted.state])
    if wanted.live:
        ordered = _beyond(found, after).order_by(DUE.asc(), "pk")
    else:
        ordered = _before(found, after).order_by("-made_at", "-pk")
    some = list(ordered[: size + 1])
    return Page(some[:size], _position(some[size - 1], wanted) if len(some) > size else "")


def chosen(wanted: Wanted, most: int) -> list[Claim]:
    """The first of all pages, in their order."""
    return list(listed(wanted, size=most).claims)


def sums(wanted: Wanted) -> dict[str, Tally]:
    """By state and for every name of ``STAGES``, of those that are wanted but for their state: one query."""
    found = Claim.objects.filter(wanted.among()).order_by().values("state", "currency")
    counted = found.annotate(
        n=Count("pk"),
        late=Count("pk", filter=OVERDUE),
        soon=Count("pk", filter=CLOSING),
        moved=Sum("changes"),
        asked=Sum("amount"),
        given=Coalesce(Sum("granted"), 0),
    )
    told: dict[str, Tally] = {}
    for row in counted:
        money = {row["currency"]: Money(row["asked"], row["given"])}
        part = Tally(row["n"], row["late"], row["soon"], row["moved"], money)
        told[row["state"]] = told.get(row["state"], Tally()).plus(part)
    return {name: _together([told.get(state.value, Tally()) for state in states]) for name, states in STAGES.items()}


def printers_named() -> list[str]:
    """The printers that open claims are about."""
    found = Claim.objects.filter(state__in=OPEN_CLAIMS).exclude(printer_id="").order_by("printer_id")
    return list(found.values_list("printer_id", flat=True).distinct())


def _together(parts: Sequence[Tally]) -> Tally:
    whole = Tally()
    for part in parts:
        whole = whole.plus(part)
    return whole


def _beyond(found: QuerySet[Claim], after: str) -> QuerySet[Claim]:
    if not after:
        return found
    at, pk = _place(after)
    due = found.alias(due=DUE)
    return due.filter(Q(due__gt=at) | Q(due=at, pk__gt=pk))


def _before(found: QuerySet[Claim], after: str) -> QuerySet[Claim]:
    if not after:
        return found
    at, pk = _place(after)
    return found.filter(Q(made_at__lt=at) | Q(made_at=at, pk__lt=pk))


def _position(last: Claim, wanted: Wanted) -> str:
    at = (due_at(last) or NEVER) if wanted.live else last.made_at
    return f"{at.isoformat()}~{last.pk}"


def _place(after: str) -> tuple[datetime, str]:
    told, _, pk = after.partition("~")
    if not pk or len(after) > LONGEST_POSITION or not after.isprintable():
        raise ValueError("this position is none of ours")
    at = datetime.fromisoformat(told)
    if at.tzinfo is None:
        raise ValueError("this position is none of ours")
    return at, pk
