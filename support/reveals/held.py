"""Which personal data somebody is shown just now."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from dashboard.permissions import Permission, may
from dashboard.roles import roles_of
from support.reveals.models import Reveal, RevealOf

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose personal data: an order's with its customer's, or a customer's profile."""

    of: RevealOf
    id: str

    @classmethod
    def order(cls, order_id: str) -> Subject:
        """An order, its customer, its pictures."""
        return cls(RevealOf.ORDER, order_id)

    @classmethod
    def customer(cls, user_id: str) -> Subject:
        """Who a customer is."""
        return cls(RevealOf.CUSTOMER, user_id)


def held(person: Person, subject: Subject) -> Reveal | None:
    """The reveal that this person has in force, with its event. One whose role was taken away has none."""
    if not may(roles_of(person), Permission.REVEAL):
        return None
    return in_force(person, subject)


def in_force(person: Person, subject: Subject) -> Reveal | None:
    """The same for whom the role was looked at already."""
    mine = Reveal.objects.filter(person=person.pk, of=subject.of, subject_id=subject.id, until__gt=timezone.now())
    return mine.select_related("event").order_by("-until").first()


def revealed(person: Person, order_id: str) -> Reveal | None:
    """Whether this person is shown the personal data and the pictures of this order just now."""
    return held(person, Subject.order(order_id))
