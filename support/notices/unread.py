"""How many notices somebody has not read: counted once a request, in one query of its own index."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from support.notices.models import Notice

Person = User | AnonymousUser


def unread_of(person: Person) -> QuerySet[Notice]:
    """Somebody's notices that they have not read."""
    return Notice.objects.filter(person=person.pk, read_at=None)


def unread(person: Person) -> int:
    """How many there are."""
    known: int | None = getattr(person, "_printdesk_unread", None)
    return unread_of(person).count() if known is None else known


def remember(person: Person, number: int) -> None:
    """The number was read together with something else; it holds for this request."""
    person._printdesk_unread = number  # type: ignore[union-attr]


def unread_number() -> Coalesce:
    """The number as a part of a query for the person, for pages that ask for more than it."""
    theirs = Notice.objects.filter(person=OuterRef("pk"), read_at=None).order_by()
    counted = theirs.values(whose=F("person")).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
