"""Claims that wait to be sent: their clocks follow the order's rows, people are told before one closes, and what was
not sent in time expires. Doubled and late calls do nothing twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from orders.read import load_story
from support.audit.record import Actor
from support.audit.types import EventType
from support.claims.hold import check_seen, hold, write
from support.claims.lacking import lacking
from support.claims.models import Claim, ClaimState
from support.claims.refusals import ClaimChanged
from support.claims.window import clock_of
from support.claims.word import tell_claim

WARNED: Final = EventType("claim.warned", "told {who} that {target} closes in less than {days} days")
EXPIRED: Final = EventType("claim.expired", "let {target} expire: it was not sent before its window closed")
REWOUND: Final = EventType("claim.rewound", "worked out the window of {target} anew: it closes {closes}")

OURSELVES: Final = Actor("printdesk", "service")
AT_A_TIME: Final = 100
FIRST: Final = timedelta(days=7)
LAST: Final = timedelta(days=2)
DRAFT: Final = Q(state=ClaimState.DRAFT)
TOO_LATE: Final = Q(closes_at__lte=Now(), made_at__lt=F("closes_at"))
"""What is asked for after its window closed was made by somebody who knows that."""
CLOSING: Final = Q(warned_at=None, closes_at__lte=Now() + FIRST) | Q(
    warned_at__lt=F("closes_at") - LAST, closes_at__lte=Now() + LAST
)


def watch() -> None:
    """Tell of what closes soon, and let expire what has closed: by the rows as they are now."""
    due = Claim.objects.filter(DRAFT, closes_at__isnull=False).filter(TOO_LATE | CLOSING & Q(closes_at__gt=Now()))
    for claim_id, seen in due.order_by("closes_at").values_list("pk", "changes")[:AT_A_TIME]:
        _settle(claim_id, seen, told=True)


def rewind() -> None:
    """Bring the clocks of all that is not sent to what the order's rows say by now."""
    for claim_id, seen in list(Claim.objects.filter(DRAFT).order_by("pk").values_list("pk", "changes")):
        _settle(claim_id, seen, told=False)


def _settle(claim_id: str, seen: int, *, told: bool) -> None:
    try:
        with transaction.atomic():
            claim, now = hold(claim_id)
            check_seen(claim, seen)
            if not _rewound(claim, now) and told:
                _tell(claim, now)
    except ClaimChanged:
        return  # somebody was faster


def _rewound(claim: Claim, now: datetime) -> bool:
    """Whether its window is another one by now, which is then written down; who was warned of the old one is warned of
    the new one too.
    """
    story = load_story(claim.order_id) if claim.order_id else None
    clock = clock_of(claim.escalation, story.snapshot, now) if story else None
    if clock is None or (clock.opens_at, clock.closes_at, clock.kept()) == (
        claim.opens_at,
        claim.closes_at,
        claim.clock,
    ):
        return False
    closes = f"on {clock.last_day}" if clock.last_day else "on a day that is not known yet"
    values: dict[str, Any] = {
        "opens_at": clock.opens_at,
        "closes_at": clock.closes_at,
        "clock": clock.kept(),
        "warned_at": None,
    }
    write(claim, OURSELVES, REWOUND, now, details={"closes": closes}, **values)
    return True


def _tell(claim: Claim, now: datetime) -> None:
    if claim.closes_at is None:
        return
    if claim.closes_at <= now:
        write(claim, OURSELVES, EXPIRED, now, details={}, state=ClaimState.EXPIRED.value, settled_at=now)
        tell_claim(claim, "expired", "A claim was not sent before its window closed", lead=True)
        return
    last = claim.closes_at - LAST <= now
    details = {"who": "its owner and the seniors" if last else "its owner", "days": (LAST if last else FIRST).days}
    write(claim, OURSELVES, WARNED, now, details=details, warned_at=now)
    tell_claim(claim, f"closes:{claim.changes}", _words(claim, now), lead=last)


def _words(claim: Claim, now: datetime) -> str:
    left = claim.closes_at - now if claim.closes_at else FIRST
    days = "today or tomorrow" if left <= timedelta(days=1) else f"in {left.days + 1} days"
    unseen = "; ".join(lacking(claim.escalation))
    return f"A claim that is not sent closes {days}{f', and misses {unseen}' if unseen else ''}"
