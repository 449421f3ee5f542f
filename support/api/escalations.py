"""Taking problems up by program, moving them on, and telling of those there are."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated, ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.models import ApiToken
from dashboard.permissions import Permission
from orders.read import load_story
from support.api import cursors, documented, idempotency, links
from support.api.base import Call
from support.api.claims import claim_told
from support.api.commands import IDEMPOTENCY_KEY, ShallowJson
from support.api.evidence import evidence_told
from support.api.messages import messages_told
from support.api.problems import RETRY_SECONDS, problem
from support.api.shapes.escalation import (
    EscalationsShape,
    ProblemToTakeUpShape,
    TransitionShape,
    WholeEscalationShape,
)
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, KeyUsed, NotAllowed, NotThere, Refused
from support.escalations.escalate import Problem, escalate
from support.escalations.hold import is_own
from support.escalations.listing import find_escalation
from support.escalations.models import Escalation, Severity
from support.escalations.move import move
from support.escalations.refusals import AlreadyOpen, Changed
from support.escalations.wanted import NOBODYS, STAGES, Wanted, listed
from support.reasons import reasons
from support.shown.escalation_page import EscalationPage, escalation_page
from support.shown.escalations import ShownEscalation, shown_escalation

ESCALATION_ID = OpenApiParameter(
    "escalation_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The escalation's id."
)
NARROWING: Final = (
    OpenApiParameter("state", OpenApiTypes.STR, enum=list(STAGES), default="live", description="How far they are."),
    OpenApiParameter("severity", OpenApiTypes.STR, enum=Severity.values),
    OpenApiParameter("printer", OpenApiTypes.STR, description="Only those with this printer, by its id."),
    OpenApiParameter("reason", OpenApiTypes.STR, enum=list(reasons())),
    OpenApiParameter("whose", OpenApiTypes.STR, enum=[NOBODYS], description="Only those that nobody owns."),
    OpenApiParameter("overdue", OpenApiTypes.STR, enum=["1"], description="Only those that are."),
)
TAKEN_UP = OpenApiExample(
    "A book that arrived damaged",
    request_only=True,
    value={"reason": "damaged", "line_id": "1", "severity": "high", "text": "The spine is broken."},
)
KEPT: Final = (
    "order_id", "order_number", "line_id", "print_job_id", "parcel_id", "printer_id", "reason", "party", "severity",
    "state", "opened_at", "moved_at", "due_at", "closed_at", "changes",
)  # fmt: skip
STATUS: Final = {NotThere: 404, NotAllowed: 403, KeyUsed: 422, Busy: 503}
REFUSALS: Final = (Refused, AlreadyOpen, Changed, NotAllowed, NotThere, Busy)


class OrderEscalations(Call):
    """Problems with an order."""

    permission = Permission.ESCALATE
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="escalate",
        summary="Take up a problem with an order, a line, a print job or a parcel",
        parameters=[documented.ORDER_ID, IDEMPOTENCY_KEY],
        request=ProblemToTakeUpShape,
        responses=documented.answers(WholeEscalationShape, 400, 404, 409, 413, 422, good=201),
        examples=[TAKEN_UP],
        tags=["Escalations"],
    )
    def post(self, request: Request, order_id: str) -> Response:
        """201 with the escalation; 409 with `existing` where the same is taken up already."""
        return idempotency.once(request, lambda: self._escalate(request, order_id))

    def _escalate(self, request: Request, order_id: str) -> Response:
        sent = ProblemToTakeUpShape(data=request.data)
        sent.is_valid(raise_exception=True)
        key = idempotency.key_of(request) or uuid.uuid4().hex
        taken_up = Problem(order_id=order_id, key=key, **sent.validated_data)
        try:
            made = escalate(asker_of(request), taken_up)
        except Invalid as invalid:
            return invalid_fields(invalid)
        except REFUSALS as refusal:
            return refusal_problem(request, refusal)
        return Response(_whole(request, made.pk), status=201)


class Escalations(Call):
    """Escalations as a list."""

    permission = Permission.VIEW_ESCALATIONS

    @extend_schema(
        operation_id="escalations",
        summary="Escalations by state, severity, printer and reason",
        parameters=[*NARROWING, documented.CURSOR],
        responses=documented.answers(EscalationsShape, 400),
        tags=["Escalations"],
    )
    def get(self, request: Request) -> Response:
        """Live ones worst first, by severity and deadline; those that are over newest first; by page: follow `next`
        until it is null.
        """
        asked = request.query_params.dict()
        cursor = asked.pop("cursor", "")
        try:
            wanted = Wanted.read(asked, None)
            page = listed(wanted, cursors.opened(f"escalations {wanted}", cursor))
        except ValueError as error:
            raise ParseError(str(error)) from error
        sealed = cursors.sealed(f"escalations {wanted}", page.after) if page.after else ""
        following = links.following(request, sealed) if sealed else None
        return Response(EscalationsShape({"results": all_told(request, page.escalations), "next": following}).data)


class OneEscalation(Call):
    """One escalation."""

    permission = Permission.VIEW_ESCALATIONS

    @extend_schema(
        operation_id="escalation",
        summary="How far an escalation is: its deadline, what it needs, what was done",
        parameters=[ESCALATION_ID],
        responses=documented.answers(WholeEscalationShape, 404),
        tags=["Escalations"],
    )
    def get(self, request: Request, escalation_id: str) -> Response:
        """With its deadline's ladder, the evidence that is needed, until when it can be claimed, and each step."""
        return Response(_whole(request, escalation_id))


class EscalationTransitions(Call):
    """Moving one on."""

    permission = Permission.MOVE_ESCALATION
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="move_escalation",
        summary="Bring an escalation to another state",
        parameters=[ESCALATION_ID, IDEMPOTENCY_KEY],
        request=TransitionShape,
        responses=documented.answers(WholeEscalationShape, 400, 404, 409, 413, 422),
        tags=["Escalations"],
    )
    def post(self, request: Request, escalation_id: str) -> Response:
        """The escalation as it is then. 409 where it does not go there, or with `current` where it has changed since
        `changes`.
        """
        return idempotency.once(request, lambda: self._move(request, escalation_id))

    def _move(self, request: Request, escalation_id: str) -> Response:
        found, asker = find_escalation(escalation_id), asker_of(request)
        if found is None:
            raise Http404("There is no escalation with this id.")
        # Whose it is comes before what is wrong with what was sent.
        if not asker.may(self.permission, own=is_own(asker, found)):
            return refusal_problem(request, NotAllowed(self.permission))
        sent = TransitionShape(data=request.data)
        sent.is_valid(raise_exception=True)
        about = sent.validated_data
        try:
            moved = move(asker, escalation_id, about["to"], about["text"], about["changes"])
        except Invalid as invalid:
            return invalid_fields(invalid)
        except REFUSALS as refusal:
            return refusal_problem(request, refusal)
        return Response(_whole(request, moved.pk))


def told(request: Request, escalation: Escalation, now: datetime) -> dict[str, Any]:
    """An escalation as a list has it: nothing in it is about its customer."""
    return _told(request, shown_escalation(escalation, now))


def all_told(request: Request, escalations: Iterable[Escalation]) -> list[dict[str, Any]]:
    """Several, as they are now."""
    now = timezone.now()
    return [told(request, escalation, now) for escalation in escalations]


def _told(request: Request, shown: ShownEscalation) -> dict[str, Any]:
    escalation = shown.escalation
    return {name: getattr(escalation, name) for name in KEPT} | {
        "escalation_id": escalation.pk,
        "owner": f"staff:{escalation.owner_id}" if escalation.owner_id else "",
        "owner_name": shown.owner,
        "opened_by": escalation.actor,
        "opened_by_name": shown.opener,
        "overdue": shown.overdue,
        "url": request.build_absolute_uri(reverse("escalation", args=[escalation.pk])),
    }


def _whole(request: Request, escalation_id: str) -> dict[str, Any]:
    """One with all that is known of it, words masked. Raises Http404."""
    found = find_escalation(escalation_id)
    if found is None:
        raise Http404("There is no escalation with this id.")
    story = load_story(found.order_id) if found.order_id else None
    page = escalation_page(found, story, asker_of(request))
    answer = _told(request, page.shown) | _more(page, asker_of(request), claim_told(request, found.pk))
    return dict(WholeEscalationShape(answer).data)


def _more(page: EscalationPage, asker: Asker, made: dict[str, Any] | None) -> dict[str, Any]:
    window, reason, escalation = page.window, page.reason, page.shown.escalation
    return {
        "text": page.mask(escalation.text),
        "deadline": {
            "due_at": escalation.due_at,
            "overdue": page.shown.overdue,
            "ladder": [{"who": rung.words, "at": rung.at, "told": rung.told} for rung in page.ladder],
        },
        "evidence": evidence_told(escalation, asker),
        "claim": {
            "party": escalation.party,
            "window": window.words if window else "",
            "opens_at": window.opens if window else None,
            "closes_at": window.closes if window else None,
            "render_again": bool(reason and reason.rerender),
            "made": made,
        },
        "steps": [
            {
                "at": shown.step.at, "was": shown.step.was, "now": shown.step.now, "what": shown.said,
                "text": page.mask(shown.step.text), "by": shown.step.event.actor, "by_name": shown.who,
            }
            for shown in reversed(page.steps)
        ],
        "messages": messages_told(escalation.pk, page.mask),
        "transitions": [way.to for way in page.ways],
    }  # fmt: skip


def asker_of(request: Request) -> Asker:
    """The program that calls; only tokens open these calls."""
    if not isinstance(request.auth, ApiToken):
        raise NotAuthenticated
    return Asker.program(request.auth)


def invalid_fields(invalid: Invalid) -> Response:
    """What is wrong with what was sent, by field."""
    return problem(400, "See errors.", errors={field: [words] for field, words in invalid.errors.items()})


def refusal_problem(request: Request, refusal: Exception) -> Response:
    """The problem that a refusal is: 409 where nothing else fits better."""
    more: dict[str, Any] = {}
    if isinstance(refusal, AlreadyOpen):
        more["existing"] = _brief(refusal.existing, request)
    elif isinstance(refusal, Changed):
        more["current"] = _brief(refusal.now, request)
    elif isinstance(refusal, Busy):
        more["headers"] = {"Retry-After": str(RETRY_SECONDS)}
    words = f"This token may not: {refusal}." if isinstance(refusal, NotAllowed) else str(refusal)
    return problem(STATUS.get(type(refusal), 409), words, **more)


def _brief(found: Escalation, request: Request) -> dict[str, Any]:
    """Which one is meant, and how far it is."""
    return {
        "kind": "escalation",
        "id": found.pk,
        "escalation_id": found.pk,
        "state": found.state,
        "changes": found.changes,
        "since": found.opened_at.isoformat().replace("+00:00", "Z"),
        "url": request.build_absolute_uri(reverse("escalation", args=[found.pk])),
    }
