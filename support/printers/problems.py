"""What is taken up with printers: live escalations, claims among them, and how many were opened on each day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from support.escalations.models import CLOSED, Escalation
from support.printers.figures import DAYS
from support.reasons import Party

LIVE = ~Q(state__in=[state.value for state in CLOSED])
CLAIM = Q(party=Party.PRINTER)
NONE = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """Of one printer: ``live`` escalations, ``claims`` those for which the printer is liable; opened, by day (UTC)."""

    live: int = 0
    claims: int = 0
    opened: Mapping[date, int] = field(default_factory=dict)
    claimed: Mapping[date, int] = field(default_factory=dict)


def problems(today: date, printer_id: str = "") -> Mapping[str, Problems]:
    """By printer, or of one alone: two queries."""
    about = Escalation.objects.exclude(printer_id="")
    about = about.filter(printer_id=printer_id) if printer_id else about
    counts = about.filter(LIVE).values("printer_id").annotate(live=Count("pk"), claimable=Count("pk", filter=CLAIM))
    now = {row["printer_id"]: (row["live"], row["claimable"]) for row in counts.order_by()}
    opened, claimed = _by_day(about, today)
    return {
        key: Problems(
            live=now.get(key, NONE)[0],
            claims=now.get(key, NONE)[1],
            opened=opened[key],
            claimed=claimed[key],
        )
        for key in {*now, *opened}
    }


def _by_day(
    about: QuerySet[Escalation], today: date
) -> tuple[defaultdict[str, Counter[date]], defaultdict[str, Counter[date]]]:
    opened: defaultdict[str, Counter[date]] = defaultdict(Counter)
    claimed: defaultdict[str, Counter[date]] = defaultdict(Counter)
    since = datetime.combine(today - timedelta(days=DAYS - 1), time.min, UTC)
    days = about.filter(opened_at__gte=since).values("printer_id", day=TruncDate("opened_at", tzinfo=UTC))
    for row in days.annotate(opened=Count("pk"), claimable=Count("pk", filter=CLAIM)).order_by():
        opened[row["printer_id"]][row["day"]] += row["opened"]
        claimed[row["printer_id"]][row["day"]] += row["claimable"]
    return opened, claimed
