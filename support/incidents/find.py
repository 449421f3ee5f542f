"""Looking for incidents, again and again: those that are open grow, and what stands out by itself becomes one.

One look at a time; two at once would find the same, and the database keeps a subject from having two open incidents.
A look reads today's activity, and of the days before what is due. That is all where nothing more went wrong since the
last one, for nothing else opens an incident or lets one grow. It closes nothing: people say when it is over.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from orders.store import Store, live_store
from support.incidents.affected import grow
from support.incidents.begin import found
from support.incidents.claims import claims_now
from support.incidents.days import facts_now
from support.incidents.evidence import DAYS, Claim, Evidence, causes
from support.incidents.facts import Fact
from support.incidents.models import Affected, Incident
from support.incidents.widen import widened

log = logging.getLogger(__name__)

LOCK: Final = "incidents:looking"
SEEN: Final = "incidents:wrong"
AGAIN: Final = 300
"""Seconds after which a look is made though nothing more went wrong."""

LONGEST: Final = 120
"""Seconds after which a look that died is forgotten."""


def look() -> None:
    """Look, unless somebody else does."""
    if not cache.add(LOCK, 1, LONGEST):
        return
    try:
        look_in(live_store(), timezone.now())
    except (BotoCoreError, ClientError) as error:
        log.warning("no incidents can be looked for: %s", type(error).__name__)
    finally:
        cache.delete(LOCK)


def look_in(store: Store, now: datetime) -> list[Incident]:
    """The incidents that were opened, out of what a projection says."""
    facts = facts_now(store, now)
    claims = claims_now(facts, now)
    wrong = _wrong(facts, claims)
    if cache.get(SEEN) == wrong:
        return []
    opened = list(Incident.objects.filter(closed_at=None))
    grow(opened, facts, claims)
    evidence = Evidence(facts, claims, _known(now), int(now.timestamp()))
    made = [widened(verdict, opened, facts, claims) or found(verdict, facts, claims) for verdict in causes(evidence)]
    cache.set(SEEN, wrong, AGAIN)
    return [incident for incident in made if incident is not None and incident not in opened]


def _wrong(facts: Iterable[Fact], claims: Iterable[Claim]) -> str:
    """A digest of everything that went wrong."""
    told = sorted([*(f"{fact.row_id} {fact.mark}" for fact in facts if fact.mark), *map(str, claims)])
    return hashlib.sha256("\n".join(told).encode(errors="replace")).hexdigest()


def _known(now: datetime) -> dict[str, set[str]]:
    """The orders of every incident of the days that are looked at, by signal."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    since = Q(incident__closed_at=None) | Q(at__gt=now - timedelta(days=DAYS))
    for signal, order_id in Affected.objects.filter(since).values_list("incident__signal", "order_id"):
        known[signal].add(order_id)
    return known
