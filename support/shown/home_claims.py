"""Claims that somebody has to look at, on the home page and beside the queues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from support.claims.models import Claim
from support.claims.wanted import Tally, Wanted, listed, sums
from support.home.parts import Listed, Row
from support.shown.claims import shown_claim
from support.templatetags.money import money

MOST: Final = 5
OVERDUE: Final = "No answer two weeks after it was sent, or no money a month after it was granted."
CLOSING: Final = "Not sent yet, and too late in a week."
LINES: Final = (
    (Wanted(when="overdue"), "Overdue claims", OVERDUE),
    (Wanted(when="closing"), "Claims closing soon", CLOSING),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsLine:
    """Claims as one line of the list of queues."""

    id: str
    words: str
    what: str
    address: str
    number: int
    worth: Sequence[str]


def claims_lines() -> list[ClaimsLine]:
    """Those that are overdue, and those that close soon: a query each."""
    return [_line(wanted, words, what, sums(wanted)[wanted.state]) for wanted, words, what in LINES]


def claims_due(_person: User) -> Listed | None:
    """The first of both, what is due first on top."""
    late, soon = (listed(wanted, size=MOST).claims for wanted, _, _ in LINES)
    rows = [_row(claim) for claim in [*late, *soon][:MOST]]
    if not rows:
        return None
    number = sum(line.number for line in claims_lines())
    return Listed(rows=rows, whole=f"all {number}", address=reverse("claims"))


def _line(wanted: Wanted, words: str, what: str, tally: Tally) -> ClaimsLine:
    return ClaimsLine(
        id=f"claims-{wanted.when}",
        words=words,
        what=what,
        address=f"{reverse('claims')}?{urlencode(wanted.query())}",
        number=tally.number,
        worth=[money(each.asked, currency) for currency, each in tally.money.items()],
    )


def _row(claim: Claim) -> Row:
    shown = shown_claim(claim, timezone.now())
    return Row(
        id=f"home-{shown.anchor}",
        title=f"{shown.asked} from {shown.against}: {shown.reason}",
        address=shown.address,
        beside=f"{shown.order}, {shown.whose or 'nobody’s'}",
        at=shown.due_at,
        verb=shown.due,
        end="Overdue" if shown.overdue else shown.label,
        tone="fail" if shown.overdue else shown.tone,
    )
