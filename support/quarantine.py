"""What people do about records that were set aside. The wish is in the audit before anything is done, and what came
of it afterwards: a process that dies in between leaves the wish.
"""

from __future__ import annotations

from django.db import transaction

from orders.projections import quarantine
from orders.projections.quarantine import Fate, Kept
from orders.streams.engine import Engine, fed_stores
from support.audit.record import Actor, Target, record
from support.audit.types import DISCARD_ASKED, DISCARDED, REPLAY_ASKED, REPLAYED

AN_ORDER = "O#"

SAYS = {
    Fate.APPLIED: "was applied and is no longer set aside.",
    Fate.UNCHANGED: "says what was known already; it is no longer set aside.",
    Fate.FENCED: "is older than what is known by now, so nothing was changed; it is no longer set aside.",
    Fate.QUARANTINED: "still cannot be applied and stays set aside.",
}
"""What is told after a replay, behind the record's name."""


def replay(actor: Actor, found: Kept) -> Fate:
    """Apply a record again, to every projection that is fed. Raises Incomplete and Conflict, as
    ``orders.projections.quarantine.replay`` does.
    """
    target = _target(found)
    with transaction.atomic():
        record(actor, REPLAY_ASKED, target)
    with Engine.live().applier as projections:
        fate = quarantine.replay(projections, found)
    with transaction.atomic():
        record(actor, REPLAYED, target, details={"fate": str(fate)})
    return fate


def discard(actor: Actor, found: Kept, reason: str) -> None:
    """Strike a record off, in every projection that is fed. Raises Gone and Conflict, as
    ``orders.projections.quarantine.discard`` does.
    """
    target = _target(found)
    with transaction.atomic():
        record(actor, DISCARD_ASKED, target, reason=reason)
    quarantine.discard(fed_stores(), found)
    with transaction.atomic():
        record(actor, DISCARDED, target)


def named(found: Kept) -> str:
    """A record in words: "orders o-1"."""
    entry = found.entry
    return f"{entry.table} {entry.key or 'without a key'}"


def _target(found: Kept) -> Target:
    entry = found.entry
    order_id = entry.aggregate.removeprefix(AN_ORDER) if entry.aggregate.startswith(AN_ORDER) else ""
    return Target("record", f"{entry.table}/{entry.key}", order_id)
