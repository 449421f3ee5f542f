"""Adding photos to an escalation by program, and what is told of those that there are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.models import ApiToken
from dashboard.permissions import Permission
from support.api import documented, idempotency
from support.api.base import Call
from support.api.commands import IDEMPOTENCY_KEY, ShallowJson
from support.api.problems import RETRY_SECONDS, problem
from support.api.shapes.evidence import EvidenceFileShape, FileToSendShape, UploadFormShape
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, KeyUsed, NotThere, Refused
from support.escalations.models import Escalation
from support.evidence import arrive, bucket
from support.evidence.expect import Announced, expect
from support.evidence.listing import evidence_of, missing_in
from support.evidence.models import Evidence, EvidenceState
from support.reasons import reasons

ESCALATION_ID = OpenApiParameter(
    "escalation_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The escalation's id."
)
EVIDENCE_ID = OpenApiParameter("evidence_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The file's id.")
KEPT = ("shows", "state", "trouble", "kind", "width", "height", "sha256", "came_at", "checked_at")


class EscalationEvidence(Call):
    """Photos of an escalation."""

    permission = Permission.ADD_EVIDENCE
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="add_evidence",
        summary="Ask for a form to send one photo with",
        parameters=[ESCALATION_ID, IDEMPOTENCY_KEY],
        request=FileToSendShape,
        responses=documented.answers(UploadFormShape, 400, 404, 409, 413, 422, good=201),
        tags=["Escalations"],
    )
    def post(self, request: Request, escalation_id: str) -> Response:
        """201 with a form that one file can be sent with, straight to the bucket, within ten minutes. Made again with
        the same `Idempotency-Key` it is the same file, with a fresh form.
        """
        sent = FileToSendShape(data=request.data)
        sent.is_valid(raise_exception=True)
        told = Announced(escalation_id=escalation_id, key=idempotency.key_of(request), **sent.validated_data)
        try:
            file = expect(_asker(request), told)
        except NotThere as error:
            raise Http404(str(error)) from error
        except Invalid as invalid:
            return problem(400, "See errors.", errors={field: [words] for field, words in invalid.errors.items()})
        except KeyUsed as refusal:
            return problem(422, str(refusal))
        except Refused as refusal:
            return problem(409, str(refusal))
        except Busy as busy:
            return problem(503, str(busy), headers={"Retry-After": str(RETRY_SECONDS)})
        return Response(_form(file), status=201)


class EvidenceSent(Call):
    """One photo that was sent."""

    permission = Permission.ADD_EVIDENCE
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="evidence_sent",
        summary="Say that a photo was sent, and learn how far it is",
        parameters=[ESCALATION_ID, EVIDENCE_ID],
        request=None,
        responses=documented.answers(EvidenceFileShape, 404),
        tags=["Escalations"],
    )
    def post(self, request: Request, escalation_id: str, evidence_id: str) -> Response:
        """`expected` while the bucket does not have it, whatever the caller says; then `checking`, soon `ready` or
        `refused`. It is looked for without this call too, only later.
        """
        try:
            file = arrive.sent(_asker(request), evidence_id, escalation_id)
        except NotThere as error:
            raise Http404(str(error)) from error
        return Response(EvidenceFileShape(_told(file)).data)


def evidence_told(escalation: Escalation, asker: Asker) -> dict[str, Any]:
    """What an escalation needs, what of it is missing, and, to whom may see them, its files."""
    files, reason = evidence_of(escalation.pk), reasons().get(escalation.reason)
    there = [file for file in files if file.state != EvidenceState.WITHDRAWN]
    return {
        "needed": reason.evidence if reason else (),
        "wanted": reason.wanted if reason else (),
        "missing": missing_in(escalation, files),
        "files": [_told(file) for file in there] if asker.may(Permission.VIEW_EVIDENCE) else [],
    }


def _form(file: Evidence) -> Any:
    form = bucket.form(bucket.incoming(file.escalation_id, file.pk))
    about = {"evidence_id": file.pk, "url": form.url, "fields": form.fields}
    return UploadFormShape({**about, "most_bytes": settings.EVIDENCE_BYTES, "seconds": bucket.FORM_SECONDS}).data


def _told(file: Evidence) -> dict[str, Any]:
    about = {name: getattr(file, name) for name in KEPT}
    return about | {"evidence_id": file.pk, "announced_at": file.expected_at}


def _asker(request: Request) -> Asker:
    """The program that calls; only tokens open these calls."""
    if not isinstance(request.auth, ApiToken):
        raise NotAuthenticated
    return Asker.program(request.auth)
