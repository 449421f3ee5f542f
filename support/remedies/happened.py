"""What happened to an order outside of its commands and escalations' own steps: remedies, claims, mails, evidence, and
what printers were told and answered. One query for all of it, because an order's page asks each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, IntegerField, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject

from support.claims.models import Claim, ClaimStep
from support.evidence.models import Evidence
from support.mail.models import Mail
from support.printer_api.models import PrinterCall
from support.remedies.models import Remedy
from support.webhooks.models import Webhook


class Kind(StrEnum):
    """What a happening is told of."""

    REMEDY = "remedy"
    CLAIM = "claim"
    CLAIM_STEP = "claim_step"
    MAIL = "mail"
    EVIDENCE = "evidence"
    CALL = "call"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of one of the rooms: ``told`` are its fields as JSON has them, times as text. ``changes`` grows with each
    change of it.
    """

    kind: Kind
    id: str
    changes: int
    told: dict[str, Any]


FIELDS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.REMEDY: (
        "line_id", "print_job_id", "reason", "resolution", "recommended", "currency", "message", "actor", "done_at",
        "escalation_id", "claim_id", "mail_id", "note_id",
    ),
    Kind.CLAIM: ("state", "amount", "currency", "against", "granted", "credit_note", "closes_at", "escalation_id"),
    Kind.CLAIM_STEP: ("claim_id", "at", "was", "now", "event__actor"),
    Kind.MAIL: ("recipient", "recipient_id", "state", "actor", "made_at", "sent_at", "settled_at", "escalation_id"),
    Kind.EVIDENCE: ("state", "shows", "actor", "came_at", "checked_at", "escalation_id"),
    Kind.CALL: ("act", "state", "printer_id", "actor", "asked_at", "settled_at", "reference", "escalation_id"),
    Kind.WEBHOOK: ("printer_id", "raw_status", "meaning", "state", "signed_at", "heard_at", "escalation_id"),
}  # fmt: skip

ONCE: Final = Value(1)
SETTLED: Final = Case(When(settled_at=None, then=ONCE), default=Value(2))
PROCESSED: Final = Case(When(processed_at=None, then=ONCE), default=Value(2))


def happened(order_id: str) -> list[Happening]:
    """Everything of an order, in no order. One query."""
    first, *rest = (_told(kind, rows, changes) for kind, rows, changes in _rooms(order_id))
    return [Happening(Kind(kind), id_, changes, told) for kind, id_, changes, told in first.union(*rest, all=True)]


def changes_of(order_id: str) -> list[QuerySet[Any, int]]:
    """How often each of them has changed, to be added up within one query."""
    return [rows.order_by().values_list(changes, flat=True) for _, rows, changes in _rooms(order_id)]


def steps_in(found: Sequence[Happening]) -> int:
    """The sum of what ``changes_of`` tells."""
    return sum(each.changes for each in found)


def _rooms(order_id: str) -> list[tuple[Kind, QuerySet[Any], Combinable]]:
    """The rows of each room about the order, and how often each has changed."""
    taken_up = Q(escalation__order_id=order_id)
    return [
        (Kind.REMEDY, Remedy.objects.filter(order_id=order_id), ONCE),
        (Kind.CLAIM, Claim.objects.filter(order_id=order_id), F("changes")),
        (Kind.CLAIM_STEP, ClaimStep.objects.filter(claim__order_id=order_id), ONCE),
        (Kind.MAIL, Mail.objects.filter(Q(order_id=order_id) | taken_up), F("changes")),
        (Kind.EVIDENCE, Evidence.objects.filter(taken_up, came_at__isnull=False), F("changes")),
        (Kind.CALL, PrinterCall.objects.filter(taken_up), SETTLED),
        (Kind.WEBHOOK, Webhook.objects.filter(taken_up), PROCESSED),
    ]


def _told(kind: Kind, rows: QuerySet[Any], changes: Combinable) -> QuerySet[Any, Any]:
    fields: dict[str, Any] = {name: F(name) for name in FIELDS[kind]}
    if kind is Kind.REMEDY:
        fields |= {name: _ids(getattr(Remedy, name).through, name) for name in ("commands", "requests")}
    about = (Value(kind.value, CharField()), Cast("pk", CharField()), Cast(changes, IntegerField()))
    return rows.order_by().values_list(*about, JSONObject(**fields))


def _ids(through: type[Model], name: str) -> ArraySubquery:
    return ArraySubquery(through._default_manager.filter(remedy_id=OuterRef("pk")).values(f"{name[:-1]}_id"))
