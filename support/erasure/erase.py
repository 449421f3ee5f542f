"""Forgetting a customer: whatever we hold of them, again and again until the backend holds nothing either."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from orders import cloud
from orders.projections import keys
from orders.projections.forget import forget_images, forget_words
from orders.projections.standing import READY, State, read_standing
from orders.store import Store
from support import remembered
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.erasure.backend import left
from support.erasure.models import Erasure
from support.erasure.records import erase_records
from support.erasure.whose import Whose, gather, is_known
from support.evidence.forget import forget_pictures

ASKED: Final = EventType("customer.erasure_asked", "asked for customer {target} to be erased")
WORKED: Final = EventType(
    "customer.erasure_worked", "erased what we held of customer {target}, and waits for the backend: {removed}"
)
ERASED: Final = EventType("customer.erased", "erased customer {target}: {removed}")

SYSTEM: Final = Actor("system:erasure", "system")

log = logging.getLogger(__name__)


class Unknown(Exception):
    """There is no such customer, and never was as far as anything tells."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was removed, or would be, by its name; and in a sentence each what is still there."""

    whose: Whose
    removed: Counter[str]
    left: tuple[str, ...]


def erase(actor: Actor, user_id: str, reason: str) -> Outcome:
    """Forget a customer, as far as it can be done now; it may be asked again. Raises Unknown."""
    whose = _find(user_id)
    erasure = _begin(actor, whose, reason)
    return _work(actor, erasure, whose)


def look(user_id: str) -> Outcome:
    """What ``erase`` would do now; nothing is done. Raises Unknown."""
    whose = _find(user_id)
    with transaction.atomic():
        removed = erase_records(SYSTEM, whose)
        transaction.set_rollback(True)
    return Outcome(whose, removed + _clean(whose, write=False), tuple(_left(whose)))


def finish(actor: Actor = SYSTEM) -> list[Outcome]:
    """Go on with every erasure that waits for the backend."""
    outcomes = []
    for erasure in Erasure.objects.filter(finished_at=None).order_by("asked_at"):
        whose = _find(erasure.pk)
        outcomes.append(_work(actor, _remember(erasure, whose), whose))
    return outcomes


def _find(user_id: str) -> Whose:
    if not keys.usable(user_id):
        raise Unknown(user_id)
    store = _stores()[0]
    whose = gather(store, user_id)
    if not is_known(store, whose):
        raise Unknown(user_id)
    return whose


@transaction.atomic
def _begin(actor: Actor, whose: Whose, reason: str) -> Erasure:
    """Written down before anything is removed, so that it can be gone on with wherever it is cut short."""
    erasure = Erasure.objects.select_for_update().filter(pk=whose.user_id).first()
    if erasure is None:
        event = record(actor, ASKED, Target("customer", whose.user_id), reason=reason)
        erasure = Erasure(user_id=whose.user_id, asked_at=timezone.now(), event=event)
    erasure.finished_at = None
    return _remember(erasure, whose)


def _remember(erasure: Erasure, whose: Whose) -> Erasure:
    erasure.orders, erasure.prints = sorted(whose.orders), sorted(whose.prints)
    erasure.save()
    return erasure


def _work(actor: Actor, erasure: Erasure, whose: Whose) -> Outcome:
    """Ours first, then a look at what the backend has: nothing of theirs comes back after it is gone there."""
    removed = erase_records(actor, whose, keeping=erasure.event_id) + _clean(whose) + _forget_searches()
    found = tuple(_left(whose))
    _tell(actor, erasure, removed, finished=not found)
    log.info("customer erased" if not found else "erasure waits for the backend", extra={"count": removed.total()})
    return Outcome(whose, removed, found)


@transaction.atomic
def _tell(actor: Actor, erasure: Erasure, removed: Counter[str], *, finished: bool) -> None:
    """Once at the end; before it, wherever something was removed."""
    details = {"removed": ", ".join(f"{count} {name}" for name, count in sorted(removed.items())) or "nothing more"}
    target = Target("customer", erasure.pk)
    if finished:
        record(actor, ERASED, target, details=details)
        Erasure.objects.filter(pk=erasure.pk).update(finished_at=timezone.now())
    elif removed:
        record(actor, WORKED, target, details=details)


def _clean(whose: Whose, *, write: bool = True) -> Counter[str]:
    """Take them out of every projection, and their photos out of the bucket."""
    done: Counter[str] = Counter()
    for store in _stores():
        done["words in the journal"] += sum(forget_words(store, pk, write=write) for pk in whose.partitions)
        done["images in the quarantine"] += forget_images(store, whose.concerns, write=write)
    done["pictures of evidence"] += forget_pictures(whose.orders, write=write)
    return +done


def _forget_searches() -> Counter[str]:
    return +Counter({"remembered searches of anybody": remembered.forget_all()})


def _left(whose: Whose) -> list[str]:
    return [*_copies_left(), *left(cloud.dynamodb(), _stores(), whose)]


def _copies_left() -> list[str]:
    """Projections that this cannot reach into, or that are being copied to."""
    standing = read_standing(Store(settings.CONTROL_TABLE, cloud.dynamodb()))
    if standing.state in (State.MAKING, State.FILLING):
        return [f"a rebuild copies to {standing.beside}: go on once it is over"]
    if standing.state in (State.FAILED, State.DROPPING):
        return [f"{standing.beside} is fed no more and holds what it held: rebuild_projections abandon"]
    return []


def _stores() -> list[Store]:
    """The projections that say what the backend says, the live one first."""
    standing = read_standing(Store(settings.CONTROL_TABLE, cloud.dynamodb()))
    tables = [standing.live, *([standing.beside] if standing.state in READY else [])]
    return [Store(table, cloud.dynamodb()) for table in tables]
