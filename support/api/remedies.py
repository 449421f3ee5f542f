"""Making problems right by program: what would be done, doing it, and what was."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Permission
from support.api import documented, idempotency
from support.api.base import Call
from support.api.commands import IDEMPOTENCY_KEY, REFUSALS, ShallowJson, asker_of, refused
from support.api.problems import problem
from support.api.shapes.remedies import RemedyShape, WantedShape
from support.commands.refusals import Invalid
from support.evidence.listing import LONGEST_ID
from support.reasons import evidence_names
from support.remedies.make_right import make_right, planned
from support.remedies.models import Message, Remedy
from support.remedies.offer import Offered
from support.remedies.plan import Plan
from support.remedies.refusals import PartRefused
from support.remedies.wanted import Part, Wanted

REMEDY_ID = OpenApiParameter("remedy_id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The remedy's id.")
BROKEN = OpenApiExample(
    "A book that arrived damaged, only looked at",
    request_only=True,
    value={"reason": "damaged", "line_id": "1", "words": "The spine is broken.", "dry_run": True},
)
ABOUT: Final = ("order_id", "line_id", "print_job_id", "parcel_id")


class OrderRemedies(Call):
    """Problems with an order, made right in one step."""

    permission = Permission.MAKE_RIGHT
    rate = "act"
    parser_classes = (ShallowJson,)

    @extend_schema(
        operation_id="make_right",
        summary="Make a problem right: commands, escalation, claim, message and note in one transaction",
        parameters=[documented.ORDER_ID, IDEMPOTENCY_KEY],
        request=WantedShape,
        responses={200: RemedyShape} | documented.answers(RemedyShape, 400, 404, 409, 413, 422, good=201),
        examples=[BROKEN],
        tags=["Remedies"],
    )
    def post(self, request: Request, order_id: str) -> Response:
        """201 with the remedy; 200 with its `plan` where it is a dry run. Where one part refuses nothing is done, and
        `part` names it.
        """
        return idempotency.once(request, lambda: self._make(request, order_id))

    def _make(self, request: Request, order_id: str) -> Response:
        sent = WantedShape(data=request.data)
        sent.is_valid(raise_exception=True)
        about = dict(sent.validated_data)
        dry, key = about.pop("dry_run"), idempotency.key_of(request) or uuid.uuid4().hex
        wanted = Wanted(order_id=order_id, key=key, **_typed(about))
        try:
            if dry:
                plan = planned(asker_of(request), wanted, timezone.now())
                return Response(RemedyShape(_looked_at(plan)).data)
            made = make_right(asker_of(request), wanted)
        except Invalid as invalid:
            return _invalid(invalid)
        except PartRefused as refusal:
            return _part_refused(refusal)
        except REFUSALS as refusal:
            return refused(refusal)
        return Response(RemedyShape(_told(request, made)).data, status=201)


class OneRemedy(Call):
    """One remedy."""

    permission = Permission.MAKE_RIGHT

    @extend_schema(
        operation_id="remedy",
        summary="A remedy with the ids of all its parts",
        parameters=[REMEDY_ID],
        responses=documented.answers(RemedyShape, 404),
        tags=["Remedies"],
    )
    def get(self, request: Request, remedy_id: str) -> Response:
        """Each part tells how far it is at its own address."""
        usable = "\0" not in remedy_id and len(remedy_id) <= LONGEST_ID
        made = Remedy.objects.filter(pk=remedy_id).first() if usable else None
        if made is None:
            raise Http404("There is no remedy with this id.")
        return Response(RemedyShape(_told(request, made)).data)


def _typed(about: dict[str, Any]) -> dict[str, Any]:
    parts, message = about.pop("parts"), about.pop("message")
    about["parts"] = frozenset(map(Part, parts)) if parts is not None else None
    return about | {"message": Message(message) if message else None}


def _invalid(invalid: Invalid, **more: Any) -> Response:
    return problem(400, "See errors.", errors={name: [words] for name, words in invalid.errors.items()}, **more)


def _part_refused(refusal: PartRefused) -> Response:
    if isinstance(refusal.cause, Invalid):
        return _invalid(refusal.cause, part=refusal.part.value)
    if isinstance(refusal.cause, REFUSALS):
        answer = refused(refusal.cause)
        answer.data["part"] = refusal.part.value
        return answer
    return problem(409, str(refusal), part=refusal.part.value)


def _told(request: Request, made: Remedy) -> dict[str, Any]:
    names = (*ABOUT, "reason", "resolution", "recommended", "currency", "message", "done_at")
    linked = ("escalation_id", "claim_id", "mail_id", "note_id")
    page = f"{reverse('order', args=[made.order_id])}#remedy-{made.pk}"
    return {name: getattr(made, name) for name in (*names, *linked)} | {
        "remedy_id": made.pk,
        "command_ids": list(made.commands.values_list("pk", flat=True)),
        "request_ids": list(made.requests.values_list("pk", flat=True)),
        "url": request.build_absolute_uri(page),
        "plan": None,
    }


def _looked_at(plan: Plan) -> dict[str, Any]:
    there, claim = plan.taken_up.there, plan.claimed
    copies = plan.chosen.copies
    about = {name: getattr(plan.scene.aim, name) for name in ABOUT}
    return about | {
        "remedy_id": None,
        "reason": plan.scene.reason.code,
        "resolution": plan.chosen.resolution.code,
        "recommended": plan.amount,
        "currency": plan.scene.currency,
        "command_ids": [],
        "request_ids": [],
        "escalation_id": there.pk if there else None,
        "claim_id": claim.existing.pk if claim.existing else None,
        "mail_id": None,
        "note_id": None,
        "message": plan.told.how if plan.has(Part.MESSAGE) else "",
        "done_at": None,
        "url": None,
        "plan": {
            "digest": plan.digest(),
            "version": plan.version,
            "party": plan.scene.aim.party,
            "parts": sorted(plan.parts),
            "asks": copies.asks,
            "trouble": copies.trouble,
            "cost": copies.cost,
            "cost_currency": copies.currency,
            "claim_amount": claim.amount,
            "claim_currency": claim.currency,
            "claim_closes_at": claim.clock.closes_at if claim.clock else None,
            "missing": [evidence_names()[name] for name in claim.missing],
            "offers": [_offer(each) for each in plan.offers],
        },
    }


def _offer(each: Offered) -> dict[str, Any]:
    return {
        "resolution": each.resolution.code,
        "recommended": each.recommended,
        "possible": each.possible,
        "trouble": each.copies.trouble,
        "amount": each.amount,
        "cost": each.copies.cost,
        "cost_currency": each.copies.currency,
    }
