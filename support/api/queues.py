"""Queues by program: their figures, and their rows, narrowed and paged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Permission
from orders.queues import QueueRow
from support.api import cursors, documented, links
from support.api.base import Call
from support.api.problems import problem
from support.api.shapes.queues import QueueRowsShape, QueuesShape
from support.commands.refusals import Invalid
from support.queues.filters import LATE, SOON
from support.queues.matching import Wanted, Whose, matching
from support.queues.names import QUEUES, QueueName
from support.queues.row_id import row_id
from support.queues.snapshot import Snapshot, kept, snapshot
from support.queues.tallies import Tally, tallies
from support.queues.why import why
from support.queues.work import AllWork, Standing, of, work_of

ROWS_A_PAGE: Final = 200
POSITION: Final = "~"


def _filter(name: str, description: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, **more)


QUEUE = OpenApiParameter("queue", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(QUEUES))
FILTERS = [
    _filter("printer", "The printer’s id."),
    _filter("country", "Of the address, as the row has it."),
    _filter("product", "The product, as the row has it."),
    _filter("code", "Why it is there, as the row’s `code`."),
    _filter("template", "`id@version`, or an id alone for all its versions."),
    _filter("currency", "ISO 4217."),
    _filter("min_age", "Due for so long at least: `90min`, `12h`, `3d`, `2w`; a number alone is hours."),
    _filter("min_amount", "Worth so much at least, in whole units of its currency: `49.90`."),
    _filter("max_amount", "Worth so much at most, in whole units of its currency."),
    _filter("promise", "Whether the promise has passed, or does so within two days.", enum=[LATE, SOON]),
    _filter("promise_after", "Promised for this day or later: `2026-11-25`."),
    _filter("promise_before", "Promised for this day or earlier."),
    _filter("whose", "Only rows that nobody has taken.", enum=[str(Whose.NOBODY)]),
    _filter("standing", "Rows that are work, put off, or done.", enum=list(Standing), default=str(Standing.OPEN)),
]


class Queues(Call):
    """All queues."""

    permission = Permission.VIEW_QUEUES

    @extend_schema(
        operation_id="queues",
        summary="How much waits in each queue",
        responses=documented.answers(QueuesShape),
        tags=["Queues"],
    )
    def get(self, request: Request) -> Response:
        """In the order of the pages: what comes first in a print’s way holds up the rest."""
        found = [_queue(request, QUEUES[queue], tally) for queue, tally in tallies().items()]
        return Response(QueuesShape({"results": found, "next": None}).data)


class QueueRows(Call):
    """One queue."""

    permission = Permission.VIEW_QUEUES

    @extend_schema(
        operation_id="queue",
        summary="What waits in a queue, due longest first",
        parameters=[QUEUE, *FILTERS, documented.CURSOR],
        responses=documented.answers(QueueRowsShape, 400, 404),
        tags=["Queues"],
    )
    def get(self, request: Request, queue: str) -> Response:
        """By page: follow `next` until it is null. For a quarter of an hour all pages are of the same moment."""
        if queue not in QUEUES:
            raise Http404("There is no queue of this name.")
        asked = request.query_params.dict()
        cursor = str(asked.pop("cursor", ""))
        try:
            wanted = Wanted.read({name: str(value) for name, value in asked.items()})
            _check_whose(wanted)
        except Invalid as invalid:
            return problem(400, "See errors.", errors={name: [words] for name, words in invalid.errors.items()})
        return _page(request, queue, wanted, cursor)


def _page(request: Request, queue: str, wanted: Wanted, cursor: str) -> Response:
    of_list = f"queue {queue} {wanted.query()}"
    snapshot_id, _, after = cursors.opened(of_list, cursor).partition(POSITION)
    here = (kept(queue, snapshot_id) if snapshot_id else None) or snapshot(queue)
    now = timezone.now()
    work = work_of(queue, now)
    rows = matching(here, wanted, None, now, work)
    rest = [row for row in rows if _position(row) > after] if after else rows
    some = rest[:ROWS_A_PAGE]
    following = None
    if len(rest) > ROWS_A_PAGE:
        following = links.following(request, cursors.sealed(of_list, f"{here.id}{POSITION}{_position(some[-1])}"))
    told = _about(here, rows) | {"results": [_row(request, row, work) for row in some], "next": following}
    return Response(QueueRowsShape(told).data)


def _check_whose(wanted: Wanted) -> None:
    """A program takes no rows. Raises Invalid."""
    if wanted.whose in (Whose.MINE, Whose.TEAM):
        raise Invalid(whose="A program has taken no rows. Choose nobody, or leave it out.")


def _position(row: QueueRow) -> str:
    """Where a row stands in its queue, in the order in which it is read."""
    return f"{row.due_at.isoformat()}#{row.order_id}#{row.sub}"


def _about(here: Snapshot, rows: Sequence[QueueRow]) -> dict[str, Any]:
    return {
        "count": len(rows),
        "whole": len(here.rows),
        "more": here.more,
        "as_of": here.at,
        "snapshot": here.id,
    }


def _queue(request: Request, name: QueueName, tally: Tally) -> dict[str, Any]:
    worth = [{"currency": currency, "amount": amount} for currency, amount in tally.value.items()]
    about = {"queue": name.id, "name": name.words, "what": name.what, "next": name.next, "value": worth}
    figures = {"count": tally.count, "more": tally.more, "oldest": tally.oldest}
    return about | figures | {"url": request.build_absolute_uri(reverse("queue", args=[name.id]))}


def _row(request: Request, row: QueueRow, work: AllWork) -> dict[str, Any]:
    said, owner = why(row), of(row, work).owner
    kept_names = ("order_id", "line_id", "since", "due_at", "code", "printer", "product", "template", "country")
    return {name: getattr(row, name) for name in (*kept_names, "promise", "value", "currency")} | {
        "row": row_id(row),
        "order_number": row.number,
        "about": row.sub,
        "why": said.why,
        "next": said.next,
        "owner": f"staff:{owner}" if owner else None,
        "url": links.page(request, "order", row.order_id),
    }
