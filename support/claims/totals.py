"""What became of the claims against one printer, in money: one query over the last ninety days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from support.claims.models import Claim, ClaimState
from support.reasons import Party

S = ClaimState
DAYS: Final = timedelta(days=90)
NOT_ASKED: Final = (S.WITHDRAWN, S.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Of one currency, in its minor units: ``claimed`` is what was asked for and neither withdrawn nor let expire,
    ``granted`` what was promised or paid of it, ``credited`` what was paid; ``waiting`` is asked for and not answered,
    or not sent yet; ``rejected`` was asked for in vain.
    """

    currency: str
    number: int
    claimed: int
    waiting: int
    granted: int
    credited: int
    rejected: int


def totals_of(printer_id: str, now: datetime) -> Sequence[Total]:
    """By currency, of claims against a printer that were made in the ninety days before ``now``."""
    found = Claim.objects.filter(printer_id=printer_id, party=Party.PRINTER, made_at__gt=now - DAYS)
    asked = found.exclude(state__in=NOT_ASKED).order_by("currency").values("currency")
    rows = asked.annotate(
        n=Count("pk"),
        asked=Sum("amount"),
        waiting=_sum("amount", Q(state__in=[S.DRAFT, S.SENT])),
        given=_sum("granted", Q(state__in=[S.APPROVED, S.CREDITED])),
        paid=_sum("granted", Q(state=S.CREDITED)),
        rejected=_sum("amount", Q(state=S.REJECTED)),
    )
    return [
        Total(
            currency=row["currency"],
            number=row["n"],
            claimed=row["asked"],
            waiting=row["waiting"],
            granted=row["given"],
            credited=row["paid"],
            rejected=row["rejected"],
        )
        for row in rows
    ]


def _sum(of: str, among: Q) -> Coalesce:
    return Coalesce(Sum(of, filter=among), 0)
