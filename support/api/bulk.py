"""Work on many orders by program: proposing, looking, steering."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Permission
from support.api import bulk_told, cursors, documented, idempotency, links
from support.api.base import Call
from support.api.bulk_steer import JOB_ID, job_of
from support.api.commands import IDEMPOTENCY_KEY, REFUSALS, ShallowJson, asker_of, refused
from support.api.problems import problem
from support.api.shapes.bulk import BulkJobShape, BulkJobsShape, BulkRowsShape, ProposalShape
from support.bulk.acts import KINDS
from support.bulk.listing import listed, rows_of
from support.bulk.models import Action, JobState
from support.bulk.plan import plan
from support.bulk.propose import Chosen, Proposal, propose
from support.bulk.selection import chosen_of
from support.bulk.totals import STATES, totals_of
from support.commands.refusals import Invalid
from support.commands.wanted import MINE
from support.queues.matching import Wanted, matching
from support.queues.snapshot import snapshot

WHOSE = OpenApiParameter("whose", OpenApiTypes.STR, enum=[MINE], description="Only those of this token.")
JOB_STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=[state.value for state in JobState])
ROW_STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=list(STATES), description="Only rows that stand so.")
PROPOSED = OpenApiExample(
    "See what reprinting two lines would cost",
    request_only=True,
    value={
        "action": "reprint",
        "selection": {"lines": [["o-4821", "1"], ["o-4822", "1"]]},
        "cause": "damaged",
        "reason": "The van of Tuesday was in an accident.",
        "dry_run": True,
    },
)


class BulkJobs(Call):
    """All bulk jobs."""

    permission = Permission.BULK
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="propose_bulk_job",
        summary="Render, reprint, reroute, escalate or note many lines at once",
        parameters=[IDEMPOTENCY_KEY],
        request=ProposalShape,
        responses={200: BulkJobShape, **documented.answers(BulkJobShape, 400, 409, 413, 422, good=201)},
        examples=[PROPOSED],
        tags=["Bulk jobs"],
    )
    def post(self, request: Request) -> Response:
        """201 with the job, which begins unless it `needs_approval`; 200 for a dry run, which `start` begins. Exactly
        the rows that match now are meant. Working out thousands of rows goes on after the answer: `state` is
        `planning` then.
        """
        return idempotency.once(request, lambda: self._propose(request))

    @extend_schema(
        operation_id="bulk_jobs",
        summary="Bulk jobs, newest first",
        parameters=[JOB_STATE, WHOSE, documented.CURSOR],
        responses=documented.answers(BulkJobsShape, 400),
        tags=["Bulk jobs"],
    )
    def get(self, request: Request) -> Response:
        """By page: follow `next` until it is null."""
        asked = request.query_params
        state, whose, cursor = (asked.get(name, "") for name in ("state", "whose", "cursor"))
        if state not in ("", *JobState.values) or whose not in ("", MINE):
            raise ParseError("there is no such list")
        of = f"bulk jobs {state} {whose}"
        try:
            found = listed(
                cursors.opened(of, cursor),
                actor=asker_of(request).actor.id if whose else "",
                states=[state] if state else (),
            )
        except ValueError as error:
            raise ParseError(str(error)) from error
        counts = totals_of([job.pk for job in found.jobs])
        told = [bulk_told.job(request, job, counts[job.pk]) for job in found.jobs]
        following = links.following(request, cursors.sealed(of, found.after)) if found.after else None
        return Response(BulkJobsShape({"results": told, "next": following}).data)

    def _propose(self, request: Request) -> Response:
        sent = ProposalShape(data=request.data)
        sent.is_valid(raise_exception=True)
        told, asker = sent.validated_data, asker_of(request)
        try:
            proposal = _proposal(told, idempotency.key_of(request) or uuid.uuid4().hex)
            job = plan(propose(asker, proposal).pk)
        except Invalid as invalid:
            return problem(400, "See errors.", errors={field: [words] for field, words in invalid.errors.items()})
        except REFUSALS as refusal:
            return refused(refusal)
        return Response(BulkJobShape(bulk_told.whole(request, job)).data, status=200 if told["dry_run"] else 201)


class OneBulkJob(Call):
    """One bulk job."""

    permission = Permission.VIEW_BULK

    @extend_schema(
        operation_id="bulk_job",
        summary="How far a bulk job is",
        parameters=[JOB_ID],
        responses=documented.answers(BulkJobShape, 404),
        tags=["Bulk jobs"],
    )
    def get(self, request: Request, job_id: str) -> Response:
        """Its state, and its rows by theirs."""
        return Response(BulkJobShape(bulk_told.whole(request, job_of(job_id))).data)


class BulkJobRows(Call):
    """The rows of a bulk job."""

    permission = Permission.VIEW_BULK

    @extend_schema(
        operation_id="bulk_job_rows",
        summary="What became of each row of a bulk job",
        parameters=[JOB_ID, ROW_STATE, documented.CURSOR],
        responses=documented.answers(BulkRowsShape, 400, 404),
        tags=["Bulk jobs"],
    )
    def get(self, request: Request, job_id: str) -> Response:
        """In the order of the selection, by page: follow `next` until it is null."""
        job, state = job_of(job_id), request.query_params.get("state", "")
        if state not in ("", *STATES):
            raise ParseError("there is no such state")
        of = f"rows {job.pk} {state}"
        found = rows_of(job, cursors.opened(of, request.query_params.get("cursor", "")), state=state)
        following = links.following(request, cursors.sealed(of, found.after)) if found.after else None
        told = {"results": [bulk_told.row(each) for each in found.rows], "next": following}
        return Response(BulkRowsShape(told).data)


def _proposal(told: Mapping[str, Any], key: str) -> Proposal:
    """Out of what was sent. Raises Invalid."""
    selection, action = told["selection"], Action(told["action"])
    if "lines" in selection:
        chosen = [Chosen(order_id, line_id) for order_id, line_id in selection["lines"]]
        source: dict[str, Any] = {"lines": len(chosen)}
    else:
        wanted = Wanted.read(selection["filters"])
        found = snapshot(selection["queue"])
        chosen = [chosen_of(row) for row in matching(found, wanted, None, timezone.now())]
        source = {"queue": selection["queue"], "filters": wanted.query()}
    return Proposal(
        action=action,
        chosen=chosen,
        source=source,
        cause="" if action is Action.NOTE else told["cause"],
        words=told["reason"],
        text="" if action in KINDS else told["text"] or told["reason"],
        severity=told["severity"] if action is Action.ESCALATE else "",
        printer_id=told["printer_id"],
        key=key,
        start=not told["dry_run"],
    )
