"""That somebody searched: noted in a row of its own at once, told to the audit a little later.

The audit's chain takes one writer at a time. So that no search waits for it, and nobody else for searches, each is one
small row, without any lock; ``settle`` brings them into the chain, many in one go. While somebody types, what
they type is one search as long as it only grows: each step takes the place of the one before.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from orders.find.plan import plan
from support.audit.record import Actor, Detail, Target, record
from support.audit.types import EventType
from support.finds.models import Search

SEARCHED: Final = EventType("find.searched", "searched by {kinds}; matches shown: {found}")

KINDS: Final = {"X#": "number", "N#": "name", "M#": "e-mail", "Z#": "postcode"}
PHONE: Final = "phone#"
SETTLED: Final = timedelta(seconds=5)
"""Nothing was typed for so long: that was the search."""

SALT: Final = "support.finds"
DIGITS: Final = 32
AT_ONCE: Final = 50
"""Searches told in one transaction: others wait for the chain for some tens of milliseconds."""


def note(actor: Actor, words: str, found: int, *, typing: bool = False) -> None:
    """Note a search with how many hits it had. One that was typed before as far as this, or not so far, was the
    beginning of it.
    """
    spelt = " ".join(words.casefold().split())
    now, steps = timezone.now(), [digest_of(spelt[:length]) for length in range(1, len(spelt) + 1)]
    if not steps:
        return
    grown = Search.objects.filter(actor=actor.id, typing=True, digest__in=steps, at__gt=now - SETTLED)
    about = {"digest": steps[-1], "kinds": kinds_of(words), "found": found, "at": now, "typing": typing}
    if not grown.update(**about):
        Search.objects.create(actor=actor.id, role=actor.role, **about)


def digest_of(spelt: str) -> str:
    """What the audit keeps of the words, folded as ``note`` does; changes with SECRET_KEY."""
    return salted_hmac(SALT, spelt.encode("utf-8", "replace"), algorithm="sha256").hexdigest()[:DIGITS]


def kinds_of(words: str) -> str:
    """As what it was looked for, e.g. "e-mail, name"."""
    named = [
        "phone" if lookup.prefix == PHONE else "printer" if lookup.pk[:3] == "N#:" else KINDS[lookup.pk[:2]]
        for lookup in plan(words).lookups
    ]
    return ", ".join(dict.fromkeys(named)) or "nothing"


def settle() -> int:
    """Tell the audit of every search that is over; how many there were. Safe beside itself."""
    told = 0
    while some := _settle_some():
        told += some
    return told


@transaction.atomic
def _settle_some() -> int:
    over = Search.objects.filter(typing=False) | Search.objects.filter(at__lt=timezone.now() - SETTLED)
    some = list(over.select_for_update(skip_locked=True).order_by("at", "pk")[:AT_ONCE])
    for search in some:
        details: dict[str, Detail] = {
            "kinds": search.kinds,
            "found": search.found,
            "at": search.at.isoformat(timespec="seconds"),
        }
        record(Actor(search.actor, search.role), SEARCHED, Target("search", search.digest), details=details)
    Search.objects.filter(pk__in=[search.pk for search in some]).delete()
    return len(some)
