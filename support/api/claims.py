"""Claiming by program, moving claims on, and telling of those there are."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated, ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.models import ApiToken
from dashboard.permissions import Permission
from support.api import cursors, documented, idempotency, links
from support.api.base import Call
from support.api.commands import IDEMPOTENCY_KEY, ShallowJson
from support.api.problems import RETRY_SECONDS, problem
from support.api.shapes.claims import ClaimsShape, ClaimToMakeShape, ClaimTransitionShape, WholeClaimShape
from support.claims.due import due_at
from support.claims.listing import claim_of, find_claim
from support.claims.make import Wanted as ToMake
from support.claims.make import make_claim
from support.claims.models import Claim
from support.claims.move import Settling, move_claim
from support.claims.refusals import ClaimChanged, ClaimExists
from support.claims.wanted import STAGES, WHEN, Wanted, listed
from support.claims.window import OUTSIDE
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, KeyUsed, NotAllowed, NotThere, Refused
from support.shown.claim_page import ClaimPage, claim_page

CLAIM_ID = OpenApiParameter("claim_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The claim's id.")
ESCALATION_ID = OpenApiParameter(
    "escalation_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The escalation's id."
)
NARROWING: Final = (
    OpenApiParameter("state", OpenApiTypes.STR, enum=list(STAGES), default="open", description="How far they are."),
    OpenApiParameter("when", OpenApiTypes.STR, enum=[when for when in WHEN if when], description="What is due."),
    OpenApiParameter("printer", OpenApiTypes.STR, description="Only those about this printer, by its id."),
    OpenApiParameter("party", OpenApiTypes.STR, enum=sorted(OUTSIDE), description="Who is asked to pay."),
)
KEPT: Final = (
    "escalation_id", "order_id", "printer_id", "party", "against", "state", "amount", "granted", "currency", "basis",
    "credit_note", "opens_at", "closes_at", "made_at", "sent_at", "settled_at", "changes",
)  # fmt: skip
STATUS: Final = {NotThere: 404, NotAllowed: 403, KeyUsed: 422, Busy: 503}
REFUSALS: Final = (Refused, ClaimExists, ClaimChanged, NotAllowed, NotThere, Busy)


class EscalationClaim(Call):
    """The claim of an escalation."""

    permission = Permission.MAKE_CLAIM
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="make_claim",
        summary="Ask the printer or carrier of an escalation to pay",
        parameters=[ESCALATION_ID, IDEMPOTENCY_KEY],
        request=ClaimToMakeShape,
        responses=documented.answers(WholeClaimShape, 400, 404, 409, 413, 422, good=201),
        tags=["Claims"],
    )
    def post(self, request: Request, escalation_id: str) -> Response:
        """201 with the claim, which goes out with its escalation; 409 with `existing` where it is claimed already."""
        return idempotency.once(request, lambda: self._make(request, escalation_id))

    def _make(self, request: Request, escalation_id: str) -> Response:
        sent = ClaimToMakeShape(data=request.data)
        sent.is_valid(raise_exception=True)
        key = idempotency.key_of(request) or uuid.uuid4().hex
        try:
            made = make_claim(_asker(request), ToMake(escalation_id=escalation_id, key=key, **sent.validated_data))
        except Invalid as invalid:
            return _invalid(invalid)
        except REFUSALS as refusal:
            return _refused(request, refusal)
        return Response(_whole(request, made.pk), status=201)


class Claims(Call):
    """Claims as a list."""

    permission = Permission.VIEW_CLAIMS

    @extend_schema(
        operation_id="claims",
        summary="Claims by state, printer and who is asked to pay",
        parameters=[*NARROWING, documented.CURSOR],
        responses=documented.answers(ClaimsShape, 400),
        tags=["Claims"],
    )
    def get(self, request: Request) -> Response:
        """Open ones by what is due first, others newest first; by page: follow `next` until it is null."""
        asked = request.query_params.dict()
        cursor = asked.pop("cursor", "")
        try:
            wanted = Wanted.read(asked, None)
            page = listed(wanted, cursors.opened(f"claims {wanted}", cursor))
        except ValueError as error:
            raise ParseError(str(error)) from error
        sealed = cursors.sealed(f"claims {wanted}", page.after) if page.after else ""
        following = links.following(request, sealed) if sealed else None
        now = timezone.now()
        results = [_told(request, claim, now) for claim in page.claims]
        return Response(ClaimsShape({"results": results, "next": following}).data)


class OneClaim(Call):
    """One claim."""

    permission = Permission.VIEW_CLAIMS

    @extend_schema(
        operation_id="claim",
        summary="How far a claim is: its window, what it misses, what was granted",
        parameters=[CLAIM_ID],
        responses=documented.answers(WholeClaimShape, 404),
        tags=["Claims"],
    )
    def get(self, request: Request, claim_id: str) -> Response:
        """With what its window was counted from, the evidence that is missing, and each step."""
        return Response(_whole(request, claim_id))


class ClaimTransitions(Call):
    """Moving one on."""

    permission = Permission.MAKE_CLAIM
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="move_claim",
        summary="Bring a claim to another state",
        parameters=[CLAIM_ID, IDEMPOTENCY_KEY],
        request=ClaimTransitionShape,
        responses=documented.answers(WholeClaimShape, 400, 404, 409, 413, 422),
        tags=["Claims"],
    )
    def post(self, request: Request, claim_id: str) -> Response:
        """The claim as it is then. 409 where it does not go there, or with `current` where it has changed since
        `changes`.
        """
        return idempotency.once(request, lambda: self._move(request, claim_id))

    def _move(self, request: Request, claim_id: str) -> Response:
        if find_claim(claim_id) is None:
            raise Http404("There is no claim with this id.")
        sent = ClaimTransitionShape(data=request.data)
        sent.is_valid(raise_exception=True)
        told = dict(sent.validated_data)
        try:
            moved = move_claim(_asker(request), claim_id, Settling(seen=told.pop("changes"), **told))
        except Invalid as invalid:
            return _invalid(invalid)
        except REFUSALS as refusal:
            return _refused(request, refusal)
        return Response(_whole(request, moved.pk))


def claim_told(request: Request, escalation_id: str) -> dict[str, Any] | None:
    """The live claim of an escalation, else its newest; None where nothing was claimed."""
    found = claim_of(escalation_id)
    return _told(request, found, timezone.now()) if found is not None else None


def _told(request: Request, claim: Claim, now: datetime) -> dict[str, Any]:
    """A claim as a list has it: nothing in it is about its customer."""
    due = due_at(claim)
    return {name: getattr(claim, name) for name in KEPT} | {
        "claim_id": claim.pk,
        "reason": claim.escalation.reason,
        "due_at": due,
        "overdue": due is not None and due <= now,
        "url": request.build_absolute_uri(reverse("claim", args=[claim.pk])),
    }


def _whole(request: Request, claim_id: str) -> dict[str, Any]:
    """One with all that is known of it, words masked. Raises Http404."""
    found = find_claim(claim_id)
    if found is None:
        raise Http404("There is no claim with this id.")
    page = claim_page(found, _asker(request))
    return dict(WholeClaimShape(_told(request, found, page.now) | _more(page)).data)


def _more(page: ClaimPage) -> dict[str, Any]:
    shown = page.shown
    return {
        "window": shown.clock.words if shown.clock else "",
        "clock": shown.clock.clock if shown.clock else None,
        "evidence_missing": page.lacking,
        "steps": [
            {
                "at": each.step.at, "was": each.step.was, "now": each.step.now, "what": each.said, "text": each.text,
                "by": each.step.event.actor, "by_name": each.who,
            }
            for each in reversed(page.steps)
        ],
        "transitions": [to for to, _ in page.ways],
    }  # fmt: skip


def _asker(request: Request) -> Asker:
    """The program that calls; only tokens open these calls."""
    if not isinstance(request.auth, ApiToken):
        raise NotAuthenticated
    return Asker.program(request.auth)


def _invalid(invalid: Invalid) -> Response:
    return problem(400, "See errors.", errors={field: [words] for field, words in invalid.errors.items()})


def _refused(request: Request, refusal: Exception) -> Response:
    """The problem that a refusal is: 409 where nothing else fits better."""
    more: dict[str, Any] = {}
    if isinstance(refusal, ClaimExists):
        more["existing"] = _brief(refusal.existing, request)
    elif isinstance(refusal, ClaimChanged):
        more["current"] = _brief(refusal.now, request)
    elif isinstance(refusal, Busy):
        more["headers"] = {"Retry-After": str(RETRY_SECONDS)}
    words = f"This token may not: {refusal}." if isinstance(refusal, NotAllowed) else str(refusal)
    return problem(STATUS.get(type(refusal), 409), words, **more)


def _brief(found: Claim, request: Request) -> dict[str, Any]:
    """Which one is meant, and how far it is."""
    return {
        "kind": "claim",
        "id": found.pk,
        "claim_id": found.pk,
        "state": found.state,
        "changes": found.changes,
        "since": found.made_at.isoformat().replace("+00:00", "Z"),
        "url": request.build_absolute_uri(reverse("claim", args=[found.pk])),
    }
