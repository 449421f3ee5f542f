"""By when somebody has to look at a claim: before its window closes while it is not sent, and when an answer, or the
money that was promised, does not come.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Coalesce, Now

from support.claims.models import OPEN_CLAIMS, Claim, ClaimState

ANSWER: Final = timedelta(days=14)
"""After it was sent, an answer should be there."""
CREDIT: Final = timedelta(days=30)
"""After it was approved, the money should be there."""
SOON: Final = timedelta(days=7)
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)

TIME: Final = DateTimeField()
DUE: Final = Coalesce(
    Case(
        When(state=ClaimState.DRAFT, then=F("closes_at")),
        When(state=ClaimState.SENT, then=ExpressionWrapper(F("sent_at") + ANSWER, TIME)),
        When(state=ClaimState.APPROVED, then=ExpressionWrapper(F("settled_at") + CREDIT, TIME)),
        output_field=TIME,
    ),
    Value(NEVER, TIME),
)
OVERDUE: Final = (
    Q(state=ClaimState.DRAFT, closes_at__lte=Now())
    | Q(state=ClaimState.SENT, sent_at__lte=Now() - ANSWER)
    | Q(state=ClaimState.APPROVED, settled_at__lte=Now() - CREDIT)
)
CLOSING: Final = Q(state=ClaimState.DRAFT, closes_at__gt=Now(), closes_at__lte=Now() + SOON)


def due_at(claim: Claim) -> datetime | None:
    """The same for one; None where nothing is due, or nobody knows when."""
    if claim.state not in OPEN_CLAIMS:
        return None
    if claim.state == ClaimState.SENT:
        return claim.sent_at + ANSWER if claim.sent_at else None
    if claim.state == ClaimState.APPROVED:
        return claim.settled_at + CREDIT if claim.settled_at else None
    return claim.closes_at
