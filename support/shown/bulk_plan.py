"""What a dry run found: what would go and what it costs, what is left out and why, and which printers it concerns.

All of it is counted in SQL, so that a job of thousands of rows costs as many queries as one of three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from orders.contract.model import Printer
from support.bulk.acts import COPYING
from support.bulk.models import BulkJob, RowState
from support.bulk.totals import by_printer, chosen
from support.printers.fit import obstacle
from support.printers.pauses import paused
from support.shown.bulk import cost_words
from support.shown.bulk_rows import Wanted, address
from support.shown.hits import anchor
from support.shown.steps import printer_name

NOT_GOING = (RowState.SELECTED, RowState.LEFT_OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Rows that do not go, for one reason in words; ``address`` lists them."""

    why: str
    count: int
    anchor: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AtPrinter:
    """Rows that go to one printer. ``warning`` says what stands against it, "" where nothing does."""

    name: str
    count: int
    warning: str
    anchor: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``going`` of the rows go, and cost ``costs`` together; what ``unpriced`` of them cost cannot be told."""

    going: int
    costs: Sequence[str]
    unpriced: int
    prints: bool
    left_out: Sequence[LeftOut]
    left: int
    printers: Sequence[AtPrinter]


def plan_of(job: BulkJob, totals: Mapping[str, int], printers: Mapping[str, Printer]) -> Plan:
    """The dry run of a job that has one; ``totals`` are its rows by state, ``printers`` those that we know."""
    left, prints = totals[RowState.LEFT_OUT], job.action in COPYING
    return Plan(
        going=chosen(totals) - left - totals[RowState.SELECTED],
        costs=cost_words(job.cost),
        unpriced=job.rows.filter(Q(currency="") | Q(cost=0)).exclude(state__in=NOT_GOING).count() if prints else 0,
        prints=prints,
        left_out=_left_out(job) if left else [],
        left=left,
        printers=_at_printers(job, printers) if prints else [],
    )


def _left_out(job: BulkJob) -> list[LeftOut]:
    """By code, most first. Where the words differ, those of one stand for all, and each row has its own."""
    left = job.rows.filter(state=RowState.LEFT_OUT).order_by()
    groups = left.values("code").annotate(count=Count("pk"), said=Min("why"), ways=Count("why", distinct=True))
    return [
        LeftOut(
            why=(group["said"] or group["code"].replace("_", " ")) + (" …" if group["ways"] > 1 else ""),
            count=group["count"],
            anchor=f"left-out-{group['code']}",
            address=address(job, Wanted(state=RowState.LEFT_OUT, code=group["code"])),
        )
        for group in groups.order_by("-count", "code")
    ]


def _at_printers(job: BulkJob, known: Mapping[str, Printer]) -> list[AtPrinter]:
    """By printer, most first."""
    pauses = paused()
    return [
        AtPrinter(
            name=printer_name(id_, known) or "not known",
            count=count,
            warning=obstacle(known[id_], pauses) if id_ in known else "",
            anchor=anchor("at", id_),
            address=address(job, Wanted(printer=id_)) if id_ else "",
        )
        for id_, count in by_printer(job)
    ]
