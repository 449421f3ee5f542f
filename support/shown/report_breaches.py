"""What broke its promise, as its page shows it: the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse

from orders.sla.report.answer import Answer
from orders.sla.report.breaches import BROKEN
from orders.sla.report.definitions import Class
from orders.sla.report.listing import Found
from support.reports.pages import BREACHES
from support.shown.report_findings import length, of_breaches
from support.shown.report_links import report_link
from support.shown.report_waterfall import STEPS
from support.shown.report_words import CLASSES, named

A_PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One of them; ``late_by`` is so far where it is still to come, ``step`` what a late order is put down to."""

    number: str
    id: str
    address: str
    of: str
    mark: str
    late_by: str
    due: datetime | None
    done_at: datetime | None
    where: str
    printers: str
    carriers: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachesShown:
    """``kinds`` are classes with how many there are and the list of them alone."""

    finding: str
    kinds: Sequence[tuple[str, str, bool]]
    of: str
    rows: Sequence[Breach]
    first: int
    last: int
    count: int
    previous: str
    following: str


def breaches_shown(answer: Answer, found: Found, of: Class | None, number: int) -> BreachesShown:
    """One page of them. The worst of all is known on the first page of all alone."""
    question, counts = answer.question, answer.total.classes
    first, chosen = (number - 1) * A_PAGE, {"class": of.value} if of else {}
    worst = max((row["lateness"] for row in found.rows), default=None)
    everything = sum(counts[each] for each in BROKEN)
    kinds = [(f"All {everything:,}", report_link(question, BREACHES), of is None)]
    kinds += [
        (f"{CLASSES[each][0]} {counts[each]:,}", report_link(question, BREACHES, **{"class": each.value}), each is of)
        for each in BROKEN
    ]
    turns = [report_link(question, BREACHES, **chosen, rows=str(at), as_of=_as_of(answer)) for at in
             (number - 1, number + 1)]  # fmt: skip
    return BreachesShown(
        finding=of_breaches(counts, worst) if number == 1 and of is None else "",
        kinds=kinds,
        of=of.value if of else "",
        rows=[_breach(row) for row in found.rows],
        first=first + 1 if found.rows else 0,
        last=first + len(found.rows),
        count=found.count,
        previous=turns[0] if number > 1 else "",
        following=turns[1] if first + A_PAGE < found.count else "",
    )


def _as_of(answer: Answer) -> str:
    """Pages of one list are of one moment."""
    return dict(answer.question.said())["as_of"]


def _breach(row: dict[str, Any]) -> Breach:
    of = Class(row["class"])
    return Breach(
        number=row["order_number"] or row["order_id"],
        id=row["id"],
        address=reverse("order", args=[row["order_id"]]),
        of=CLASSES[of][0],
        mark="fail" if of is Class.LATE else "warn",
        late_by=length(row["lateness"]),
        due=row["due"],
        done_at=row["done_at"],
        where=" ".join(part for part in (named(row["country"] or None, "country"), row["region"]) if part),
        printers=", ".join(row["printers"]),
        carriers=", ".join(row["carriers"]),
        step=STEPS.get(row["step"], ""),
    )
