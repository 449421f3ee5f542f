"""The rows of a bulk job as its pages list them: fifty at a time, of one state or of all, each with what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from orders.answer.model import Tone
from orders.contract.model import Printer
from support.bulk.acts import COPYING
from support.bulk.models import Action, BulkJob, BulkRow, RowState
from support.bulk.totals import chosen, standing
from support.commands.models import LONGEST_ID
from support.shown.commands import LABELS as COMMAND_LABELS
from support.shown.commands import ROWS
from support.shown.commands import TONES as COMMAND_TONES
from support.shown.hits import anchor
from support.shown.pages import number_from
from support.shown.steps import printer_name
from support.templatetags.money import money

A_PAGE: Final = 50
LABELS: Final[Mapping[str, str]] = {
    RowState.SELECTED: "Not looked at yet",
    RowState.READY: "Will go",
    **{str(state): label for state, label in COMMAND_LABELS.items()},
    RowState.CANCELLED: "Not sent",
    RowState.LEFT_OUT: "Left out",
}
"""Every state that a row may be in, in the order of its way; one that is asked for is in its command's."""

TONES: Final[Mapping[str, Tone]] = {str(state): tone for state, tone in COMMAND_TONES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows: of one state ("" is any), of one reason why, of one printer; ``page`` counts from 1."""

    state: str = ""
    code: str = ""
    printer: str = ""
    page: int = 1

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """Out of an address. Raises ValueError for a state that is none, and for what no row can hold."""
        state, code, printer = (asked.get(name, "") for name in ("state", "code", "printer"))
        if state not in ("", *LABELS) or "\0" in code + printer or len(code + printer) > LONGEST_ID:
            raise ValueError("there is no such list")
        return cls(state=state, code=code, printer=printer, page=number_from(asked.get("page", "")))

    @property
    def query(self) -> str:
        """As the address has it, "" for the first page of all."""
        about = {"state": self.state, "code": self.code, "printer": self.printer}
        told = {name: value for name, value in about.items() if value} | ({"page": self.page} if self.page > 1 else {})
        return urlencode(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One row. ``why`` says why it is left out or what went wrong, ``made`` what it became, with its address."""

    row: BulkRow
    label: str
    tone: Tone
    printer: str
    cost: str
    why: str
    made: str
    made_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChoice:
    """One way to narrow the rows."""

    id: str
    words: str
    tone: Tone
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsPage:
    """One page of rows; ``more`` says what they are narrowed to beside a state, "" where nothing else."""

    wanted: Wanted
    rows: Sequence[ShownRow]
    choices: Sequence[RowChoice]
    narrowed: str
    prints: bool
    first: int
    last: int
    whole: int
    previous: str
    next: str
    all_rows: str


def rows_page(job: BulkJob, wanted: Wanted, totals: Mapping[str, int], printers: Mapping[str, Printer]) -> RowsPage:
    """The page that is wanted, or the nearest that exists; ``totals`` are the job's rows by state, ``printers`` those
    that we know.
    """
    found = among(job, wanted)
    plain = not (wanted.code or wanted.printer)
    whole = (totals.get(wanted.state, 0) if wanted.state else chosen(totals)) if plain else found.count()
    page = max(1, min(wanted.page, -(-whole // A_PAGE)))
    start = (page - 1) * A_PAGE
    rows = [
        shown_row(job, row, printers)
        for row in found.select_related("command").defer("command__input")[start : start + A_PAGE]
    ]
    return RowsPage(
        wanted=wanted,
        rows=rows,
        choices=list(_choices(job, wanted, totals)),
        narrowed=_narrowed(wanted, printers),
        prints=job.action in COPYING,
        first=start + 1 if rows else 0,
        last=start + len(rows),
        whole=whole,
        previous=address(job, replace(wanted, page=page - 1)) if page > 1 else "",
        next=address(job, replace(wanted, page=page + 1)) if start + A_PAGE < whole else "",
        all_rows=address(job, Wanted()),
    )


def among(job: BulkJob, wanted: Wanted) -> QuerySet[BulkRow]:
    """The rows of a job that are wanted, in their frozen order."""
    about = {"standing": wanted.state, "code": wanted.code, "printer_id": wanted.printer}
    told = {name: value for name, value in about.items() if value}
    return standing(BulkRow.objects.filter(job=job)).filter(**told).order_by("number")


def address(job: BulkJob, wanted: Wanted) -> str:
    """The page of these rows."""
    query = wanted.query
    return reverse("bulk-rows", args=[job.pk]) + (f"?{query}" if query else "")


def shown_row(job: BulkJob, row: BulkRow, printers: Mapping[str, Printer]) -> ShownRow:
    """A row with what came of it; its command is read with it."""
    command = row.command
    state = command.state if command is not None else row.state
    made, made_at = _made(job, row)
    return ShownRow(
        row=row,
        label=LABELS.get(state, state),
        tone=TONES.get(state, Tone.IDLE),
        printer=printer_name(row.printer_id, printers),
        cost=money(row.cost, row.currency) if row.cost and row.currency else "",
        why=(command.trouble if command is not None else "") or row.why,
        made=made,
        made_at=made_at,
    )


def _made(job: BulkJob, row: BulkRow) -> tuple[str, str]:
    """What a row became in words, and where it is."""
    order = reverse("order", args=[row.order_id])
    if row.command is not None:
        if row.command.made_table in ROWS:
            kind = ROWS[row.command.made_table]
            return f"{kind.replace('_', ' ')} {row.command.made_key}", f"{order}#{anchor(kind, row.command.made_key)}"
        return "command", f"{order}#command-{row.command.pk}"
    if not row.made:
        return "", ""
    if job.action == Action.NOTE:
        return "note", f"{order}#note-{row.made}"
    try:
        return "escalation", reverse("escalation", args=[row.made])
    except NoReverseMatch:
        return "escalation", ""


def _choices(job: BulkJob, wanted: Wanted, totals: Mapping[str, int]) -> Iterator[RowChoice]:
    """Every state that some row is in, and the one that is chosen."""
    plain = not (wanted.code or wanted.printer)
    everything = {"": chosen(totals)} | {state: totals.get(state, 0) for state in LABELS}
    for state, count in everything.items():
        here = plain and state == wanted.state
        if count or here or not state:
            yield RowChoice(
                id=f"rows-{state or 'all'}",
                words=LABELS[state] if state else "All",
                tone=TONES.get(state, Tone.IDLE),
                count=count,
                address=address(job, Wanted(state=state)),
                chosen=here,
            )


def _narrowed(wanted: Wanted, printers: Mapping[str, Printer]) -> str:
    told = [f"“{wanted.code.replace('_', ' ')}”"] if wanted.code else []
    told += [f"at {printer_name(wanted.printer, printers)}"] if wanted.printer else []
    return " ".join(told)
