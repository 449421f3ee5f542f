"""Steering a bulk job by program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Permission
from support.api import bulk_told, documented, idempotency
from support.api.base import Call
from support.api.commands import IDEMPOTENCY_KEY, REFUSALS, ShallowJson, asker_of, refused
from support.api.problems import problem
from support.api.shapes.bulk import BulkJobShape
from support.bulk import steer
from support.bulk.listing import find_job
from support.bulk.models import BulkJob
from support.commands.asker import Asker

Act = Callable[[Asker, str], BulkJob]
Post = TypeVar("Post", bound=Callable[..., Response])

JOB_ID = OpenApiParameter("job_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The bulk job's id.")
NEVER: Final = "A program never approves: a person has to answer for it. Whoever may finds it under Bulk jobs."


def job_of(job_id: str) -> BulkJob:
    """The job. Raises Http404."""
    job = find_job(job_id)
    if job is None:
        raise Http404("There is no bulk job with this id.")
    return job


def _described(name: str, summary: str) -> Callable[[Post], Post]:
    """What the document says of one of these calls."""
    return extend_schema(
        operation_id=f"{name}_bulk_job",
        summary=summary,
        parameters=[JOB_ID, IDEMPOTENCY_KEY],
        request=None,
        responses=documented.answers(BulkJobShape, 404, 409, 422),
        tags=["Bulk jobs"],
    )


class Steering(Call):
    """Something that is done with a bulk job."""

    permission = Permission.STEER_BULK
    rate = "act"
    parser_classes = (ShallowJson,)

    def once(self, request: Request, job_id: str, act: Act) -> Response:
        """200 with the job as it is then, however often the call is made with one key."""
        return idempotency.once(request, lambda: self._once(request, job_id, act))

    def _once(self, request: Request, job_id: str, act: Act) -> Response:
        try:
            act(asker_of(request), job_id)
        except REFUSALS as refusal:
            return refused(refusal)
        return Response(BulkJobShape(bulk_told.whole(request, job_of(job_id))).data)


class Start(Steering):
    """Begin a dry run of one’s own."""

    permission = Permission.BULK

    @_described("start", "Begin a dry run of one’s own")
    def post(self, request: Request, job_id: str) -> Response:
        """Where it `needs_approval` it waits for another person."""
        return self.once(request, job_id, steer.start)


class Pause(Steering):
    """Send nothing more of a bulk job."""

    @_described("pause", "Send nothing more of a bulk job")
    def post(self, request: Request, job_id: str) -> Response:
        """What is on its way goes on."""
        return self.once(request, job_id, steer.pause)


class Resume(Steering):
    """Go on with a paused bulk job."""

    @_described("resume", "Go on with a paused bulk job")
    def post(self, request: Request, job_id: str) -> Response:
        """Where it was paused because of its first rows, a few go alone again."""
        return self.once(request, job_id, steer.resume)


class Cancel(Steering):
    """Cancel what was not sent yet."""

    @_described("cancel", "Cancel what was not sent yet")
    def post(self, request: Request, job_id: str) -> Response:
        """What is on its way goes on; the job has ended."""
        return self.once(request, job_id, steer.cancel)


class RetryFailed(Steering):
    """Try again only the rows that went wrong."""

    @_described("retry_failed", "Try again only the rows that went wrong")
    def post(self, request: Request, job_id: str) -> Response:
        """Those that were refused or failed; a few go alone first."""
        return self.once(request, job_id, steer.retry_failed)


class Approve(Call):
    """What only a person may."""

    permission = Permission.STEER_BULK
    rate = "act"
    parser_classes = (ShallowJson,)

    @_described("approve", "Refused to every program")
    def post(self, request: Request, job_id: str) -> Response:
        """403, whatever the token: a person approves, and one who did not select the rows."""
        return problem(403, NEVER)
