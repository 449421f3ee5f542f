"""Showing somebody personal data for a while: counted, written down with a reason, and over by itself."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from dashboard.limits import Limit, limit
from dashboard.roles import roles_of
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.personal import PERSONAL, Rule
from support.reveals.held import Subject, in_force
from support.reveals.kinds import kinds
from support.reveals.models import Reveal, RevealOf

REVEALED: Final = EventType("personal.revealed", "was shown personal data of {target} ({kind}): {fields}")
HIDDEN: Final = EventType("personal.hidden", "was done with the personal data of {target}")

TABLES: Final = {
    RevealOf.ORDER: ("users", "orders", "prints", "renders", "print_jobs", "shipments"),
    RevealOf.CUSTOMER: ("users",),
}
PICTURES: Final = ("pictures", "files")
"""What of an order is shown beside the fields of its rows."""


class Unfounded(Exception):
    """No reason was given; ``field`` is the part of the form that lacks it."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field


class AboveLimit(Exception):
    """Somebody has shown themselves as much as they may on one day."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} a day")
        self.most = most


@transaction.atomic
def reveal(person: User, subject: Subject, kind: str, words: str) -> Reveal:
    """Show it from now on; what is shown already goes on as it is. Raises Unfounded and AboveLimit."""
    _check(kind, words)
    # One at a time for each person, so that no two see the same count.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    shown = in_force(person, subject)
    if shown is not None:
        return shown
    _count(person)
    now = timezone.now()
    event = record(
        Actor.staff(person),
        REVEALED,
        Target(subject.of.value, subject.id, subject.id if subject.of is RevealOf.ORDER else ""),
        reason=words,
        details={"kind": kind, "fields": ", ".join(fields_of(subject.of))},
    )
    until = now + timedelta(minutes=settings.REVEAL_MINUTES)
    return Reveal.objects.create(person=person, of=subject.of, subject_id=subject.id, at=now, until=until, event=event)


@transaction.atomic
def hide(person: User, subject: Subject) -> bool:
    """Show it no longer; whether it was shown."""
    now = timezone.now()
    mine = Reveal.objects.filter(person=person, of=subject.of, subject_id=subject.id, until__gt=now)
    if not mine.update(until=now):
        return False
    order_id = subject.id if subject.of is RevealOf.ORDER else ""
    record(Actor.staff(person), HIDDEN, Target(subject.of.value, subject.id, order_id))
    return True


def fields_of(of: RevealOf) -> tuple[str, ...]:
    """The names of what a reveal shows and nobody else sees, as the table of personal data has them."""
    masked = (
        f"{table}.{path}" for table in TABLES[of] for path, rule in PERSONAL[table].items() if rule is not Rule.SHOWN
    )
    return (*masked, *PICTURES) if of is RevealOf.ORDER else tuple(masked)


def _check(kind: str, words: str) -> None:
    if kind not in kinds():
        raise Unfounded("kind", "Choose what it is for.")
    if not words.strip():
        raise Unfounded("words", "Say why in a few words.")


def _count(person: User) -> None:
    """Raises AboveLimit. The day is that of the installation's time zone."""
    most = limit(roles_of(person), Limit.REVEALS_A_DAY)
    if most is None:
        return
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    if Reveal.objects.filter(person=person, at__gte=midnight).count() >= most:
        raise AboveLimit(most)
