"""Escalations as a queue that is narrowed and paged, worst first; and as a board, by state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from django.db.models import Case, Count, DateTimeField, F, IntegerField, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Coalesce, Now, RowNumber

from orders.projections import keys
from support.escalations.deadlines import WORST_FIRST
from support.escalations.listing import LIVE, shown
from support.escalations.models import CLOSED, Escalation, EscalationState, Severity
from support.reasons import reasons

PAGE: Final = 50
A_COLUMN: Final = 20
LONGEST_POSITION: Final = 200
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
MINE: Final = "mine"
NOBODYS: Final = "nobody"
LIVE_STATES: Final = tuple(state for state in EscalationState if state not in CLOSED)
STAGES: Final[Mapping[str, Sequence[EscalationState]]] = MappingProxyType(
    {"live": LIVE_STATES, **{state.value: (state,) for state in EscalationState}, "over": CLOSED}
)
"""What a list may be narrowed to, and the states that each stands for."""

RANK: Final = Case(
    *(When(severity=severity, then=Value(place)) for place, severity in enumerate(WORST_FIRST)),
    output_field=IntegerField(),
)
DUE: Final = Coalesce("due_at", Value(NEVER, DateTimeField()))
WORST: Final = ("rank", "due", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``state`` is one of ``STAGES``; ``whose`` "mine", "nobody" or anybody's; "" is any of the rest."""

    state: str = "live"
    whose: str = ""
    severity: str = ""
    printer: str = ""
    reason: str = ""
    overdue: bool = False
    me: int = 0

    @classmethod
    def read(cls, asked: Mapping[str, str], me: int | None) -> Wanted:
        """Out of an address; ``me`` is whoever looks, None a program. Raises ValueError for what is none of these."""
        told = {name: asked.get(name, "").strip() for name in ("state", "whose", "severity", "printer", "reason")}
        told["state"] = told["state"] or "live"
        fits = (
            told["state"] in STAGES
            and told["whose"] in ("", MINE, NOBODYS)
            and told["severity"] in ("", *Severity.values)
            and told["reason"] in ("", *reasons())
            and (not told["printer"] or keys.usable(told["printer"]))
            and asked.get("overdue", "") in ("", "1")
        )
        if not fits:
            raise ValueError("there is no such list")
        return cls(**told, overdue=bool(asked.get("overdue")), me=me or 0)

    def query(self) -> list[tuple[str, str]]:
        """The same as an address says it."""
        told = {
            "state": "" if self.state == "live" else self.state, "whose": self.whose, "severity": self.severity,
            "printer": self.printer, "reason": self.reason, "overdue": "1" if self.overdue else "",
        }  # fmt: skip
        return [(name, value) for name, value in told.items() if value]

    @property
    def live(self) -> bool:
        """Whether somebody has to see to what is wanted: then the worst come first, else the newest."""
        return not set(STAGES[self.state]) & set(CLOSED)

    def among(self) -> Q:
        """What narrows beside the state."""
        about = {"severity": self.severity, "printer_id": self.printer, "reason": self.reason}
        narrowed = Q(**{name: value for name, value in about.items() if value})
        if self.whose:
            narrowed &= Q(owner=self.me) if self.whose == MINE else Q(owner=None)
        return narrowed & LIVE & Q(due_at__lte=Now()) if self.overdue else narrowed


@dataclass(frozen=True, slots=True)
class Page:
    """Escalations, and the position after which the next page begins, "" at the end."""

    escalations: Sequence[Escalation]
    after: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are, how many of them overdue, and a number that moves with each change of any of them."""

    number: int = 0
    overdue: int = 0
    changes: int = 0


def listed(wanted: Wanted, after: str = "", size: int = PAGE) -> Page:
    """One page. Raises ValueError where no page ended at ``after``."""
    found = shown().filter(wanted.among(), state__in=STAGES[wanted.state])
    if wanted.live:
        ordered = _beyond(found.annotate(rank=RANK, due=DUE), after).order_by(*WORST)
    else:
        ordered = _before(found, after).order_by("-closed_at", "-pk")
    some = list(ordered[: size + 1])
    return Page(some[:size], _position(some[size - 1], wanted) if len(some) > size else "")


def board(wanted: Wanted) -> dict[EscalationState, list[Escalation]]:
    """The worst of each live state, ``A_COLUMN`` at most: one query."""
    place = Window(RowNumber(), partition_by=[F("state")], order_by=[F("rank").asc(), F("due").asc(), F("id").asc()])
    found = shown().filter(wanted.among(), LIVE).annotate(rank=RANK, due=DUE).annotate(place=place)
    columns: dict[EscalationState, list[Escalation]] = {state: [] for state in LIVE_STATES}
    for escalation in found.filter(place__lte=A_COLUMN).order_by(*WORST):
        columns[EscalationState(escalation.state)].append(escalation)
    return columns


def sums(wanted: Wanted) -> dict[str, Tally]:
    """By state, of those that are wanted but for their state, with "live" as the sum of the live ones: one query."""
    found = Escalation.objects.filter(wanted.among()).order_by().values("state")
    late = Count("pk", filter=Q(due_at__lte=Now()))
    told = {
        each["state"]: Tally(each["n"], each["late"], each["moved"])
        for each in found.annotate(n=Count("pk"), late=late, moved=Sum("changes"))
    }
    for name in ("live", "over"):
        parts = [told.get(state.value, Tally()) for state in STAGES[name]]
        told[name] = Tally(*(sum(getattr(part, of) for part in parts) for of in ("number", "overdue", "changes")))
    return told


def printers_named() -> list[str]:
    """The printers of live escalations."""
    found = Escalation.objects.filter(LIVE).exclude(printer_id="").order_by("printer_id")
    return list(found.values_list("printer_id", flat=True).distinct())


def _beyond(found: QuerySet[Escalation], after: str) -> QuerySet[Escalation]:
    if not after:
        return found
    rank, due, pk = _place(after, 3)
    at = _time(due)
    if not rank.isascii() or not rank.isdigit() or len(rank) > 1:
        raise ValueError("this position is none of ours")
    same = Q(rank=int(rank))
    return found.filter(Q(rank__gt=int(rank)) | same & Q(due__gt=at) | same & Q(due=at, pk__gt=pk))


def _before(found: QuerySet[Escalation], after: str) -> QuerySet[Escalation]:
    if not after:
        return found
    closed, pk = _place(after, 2)
    at = _time(closed)
    return found.filter(Q(closed_at__lt=at) | Q(closed_at=at, pk__lt=pk))


def _position(last: Escalation, wanted: Wanted) -> str:
    if not wanted.live:
        return f"{(last.closed_at or NEVER).isoformat()}~{last.pk}"
    rank = WORST_FIRST.index(Severity(last.severity))
    return f"{rank}~{(last.due_at or NEVER).isoformat()}~{last.pk}"


def _place(after: str, parts: int) -> list[str]:
    told = after.split("~")
    if len(told) != parts or len(after) > LONGEST_POSITION or not after.isprintable():
        raise ValueError("this position is none of ours")
    return told


def _time(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    if at.tzinfo is None:
        raise ValueError("this position is none of ours")
    return at
