"""Moving a claim from state to state by hand: what was answered outside is recorded as such, with words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from support.audit.types import EventType
from support.claims.hold import check_seen, hold, write
from support.claims.listing import shown
from support.claims.models import OPEN_CLAIMS, Claim, ClaimState
from support.claims.names import asked
from support.claims.names import granted as granted_words
from support.claims.refusals import ClaimExists, NotThatWay
from support.claims.ways import Way, ways_from
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.notes.words import checked

MOVED: Final = EventType("claim.moved", "moved {target} from {was} to {now}")
GRANTED: Final = EventType("claim.granted", "moved {target} from {was} to {now}: {granted} of {sum}")
LONGEST_NOTE: Final = 100
ANSWERED: Final = (ClaimState.APPROVED, ClaimState.REJECTED, ClaimState.CREDITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """Where a claim is brought, and what is said with it: ``granted`` in minor units of its currency, None where
    nothing is said; ``credit_note`` is their reference. ``seen`` is its number of changes as it was looked at, None
    where nobody looked.
    """

    to: str
    text: str = ""
    granted: int | None = None
    credit_note: str = ""
    seen: int | None = None


def move_claim(asker: Asker, claim_id: str, wanted: Settling) -> Claim:
    """Bring it to another state. Raises NotAllowed, NotThere, Invalid, ClaimChanged, NotThatWay, ClaimExists (asking
    again for what is claimed anew), Busy.
    """
    return settled(lambda: _move(asker, claim_id, wanted))


@transaction.atomic
def _move(asker: Asker, claim_id: str, wanted: Settling) -> Claim:
    claim, now = hold(claim_id)
    if wanted.to not in ClaimState.values:
        raise Invalid(to="There is no such state." if wanted.to else "Choose what happened.")
    check_seen(claim, wanted.seen)
    was, to = ClaimState(claim.state), ClaimState(wanted.to)
    way = _way(was, to)
    if not asker.may(way.permission):
        raise NotAllowed(way.permission)
    values, text = {**_values(claim, to, now), **_told(claim, way, wanted)}, _words(way, wanted.text)
    if was not in OPEN_CLAIMS:
        check_none_live(claim)
    details = {"was": was.value, "now": to.value}
    if way.granted:
        after = Claim(granted=values["granted"], currency=claim.currency)
        details |= {"granted": granted_words(after), "sum": asked(claim)}
    write(claim, asker.actor, GRANTED if way.granted else MOVED, now, details=details, text=text, **values)
    return claim


def check_none_live(claim: Claim) -> None:
    """Raises ClaimExists where the same is claimed anew since."""
    existing = shown().filter(escalation=claim.escalation_id, state__in=OPEN_CLAIMS).exclude(pk=claim.pk).first()
    if existing is not None:
        raise ClaimExists(existing)


def _way(was: ClaimState, to: ClaimState) -> Way:
    ways = ways_from(was)
    if to not in ways:
        there = ", ".join(other.value for other in ways)
        raise NotThatWay(
            f"It is {was.value} and does not go to {to.value} from there" + (f", but to: {there}." if there else ".")
        )
    return ways[to]


def _values(claim: Claim, to: ClaimState, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"state": to.value}
    if to is ClaimState.SENT:
        values |= {"sent_at": now, "settled_at": None}
    else:
        values |= {"settled_at": now, "sent_at": (claim.sent_at or now) if to in ANSWERED else claim.sent_at}
    return values


def _told(claim: Claim, way: Way, wanted: Settling) -> dict[str, Any]:
    """What they give and under which reference. Raises Invalid."""
    told: dict[str, Any] = {}
    if way.granted:
        granted = wanted.granted if wanted.granted is not None else claim.granted
        if granted is None:
            raise Invalid(granted="Say how much they give.")
        if not 0 < granted <= claim.amount:
            raise Invalid(
                granted=f"They give more than nothing, and not more than the {asked(claim)} that were asked for."
            )
        told["granted"] = granted
    if way.credit_note:
        note = wanted.credit_note.strip() or claim.credit_note
        if not note or len(note) > LONGEST_NOTE or not note.isprintable():
            raise Invalid(credit_note=f"Their reference: up to {LONGEST_NOTE} printable characters.")
        told["credit_note"] = note
    return told


def _words(way: Way, text: str) -> str:
    """What is kept of the words. Raises Invalid."""
    if text.strip():
        return checked(text, "text")
    if way.words:
        raise Invalid(text=f"Say: {way.ask[0].lower()}{way.ask[1:]}.")
    return ""
