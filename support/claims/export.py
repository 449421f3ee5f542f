"""The claims that a list shows, as a file. That it was taken is in the audit before its first byte is sent."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db import transaction

from dashboard.permissions import Permission
from support.audit.export import BOM, Line, defused
from support.audit.record import Detail, Target, record
from support.audit.types import EventType
from support.claims.models import Claim
from support.claims.wanted import Wanted, chosen, sums
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed
from support.templatetags.money import digits_of

EXPORTED: Final = EventType("claim.exported", "took claims out as CSV: {count}")
COLUMNS: Final = (
    "claim_id", "state", "order_number", "order_id", "escalation_id", "reason", "party", "against", "printer", "amount",
    "granted", "currency", "basis", "credit_note", "made_at", "opens_at", "closes_at", "sent_at", "settled_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """``claims`` as they were at ``at``; ``matched`` is how many there are."""

    at: datetime
    filters: dict[str, str]
    claims: Sequence[Claim]
    matched: int


def take(asker: Asker, wanted: Wanted, now: datetime) -> Export:
    """Choose the claims and write down that they are taken. Raises NotAllowed."""
    if not asker.may(Permission.EXPORT_REPORT):
        raise NotAllowed(Permission.EXPORT_REPORT)
    with transaction.atomic():
        found = chosen(wanted, settings.QUEUE_EXPORT_MOST)
        matched = sums(wanted)[wanted.state].number
        export = Export(at=now, filters=dict(wanted.query()), claims=found, matched=matched)
        details: dict[str, Detail] = {"count": len(found), "matched": matched, **export.filters}
        record(asker.actor, EXPORTED, Target("claims", wanted.state), details=details)
    return export


def as_csv(export: Export) -> Iterator[str]:
    """Lines that begin with # say what it is, then one line a claim, then one that says that this is the end."""
    write = csv.writer(Line(), quoting=csv.QUOTE_ALL).writerow
    yield BOM
    for line in _about(export):
        yield write([f"# {line}"])
    yield write(COLUMNS)
    for claim in export.claims:
        yield write([defused(value) for value in _values(claim)])
    yield write([f"# end of {len(export.claims)} claims"])


def _about(export: Export) -> Iterable[str]:
    yield "what: claims of Printdesk"
    yield f"as of: {_time(export.at)}"
    yield f"filters: {', '.join(f'{name}={value}' for name, value in export.filters.items()) or 'open ones'}"
    if export.matched > len(export.claims):
        yield f"cut: {export.matched} claims matched, these are the first {len(export.claims)}"


def _values(claim: Claim) -> Iterator[object]:
    about = claim.escalation
    yield from (claim.pk, claim.state, about.order_number, claim.order_id, about.pk, about.reason)
    yield from (claim.party, claim.against, claim.printer_id, _money(claim.amount, claim), _money(claim.granted, claim))
    yield from (claim.currency, claim.basis, claim.credit_note, _time(claim.made_at), _time(claim.opens_at))
    yield from (_time(claim.closes_at), _time(claim.sent_at), _time(claim.settled_at))


def _money(minor: int | None, claim: Claim) -> object:
    return "" if minor is None else Decimal(minor).scaleb(-digits_of(claim.currency))


def _time(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
