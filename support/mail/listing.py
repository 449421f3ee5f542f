"""Mails as they are found: one, those of an escalation or an order, and pages of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Now

from support.mail.models import Mail, MailEvent, MailState, Recipient

LONGEST_ID: Final = 32
PAGE: Final = 50
LONGEST_POSITION: Final = 100
LATE_AFTER: Final = timedelta(minutes=10)
"""A mail that has waited so long should have been sent."""

LATE: Final = Q(state__in=(MailState.WAITING, MailState.SENDING), made_at__lt=Now() - LATE_AFTER)
WANTS_SOMEBODY: Final = Q(state=MailState.MAYBE_SENT) | LATE
"""What whoever is on call looks at first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which mails: "" is any."""

    state: str = ""
    recipient: str = ""

    @classmethod
    def read(cls, state: str, recipient: str) -> Wanted:
        """Out of an address. Raises ValueError for what is none of these."""
        if state not in ("", *MailState.values) or recipient not in ("", *Recipient.values):
            raise ValueError("there is no such list")
        return cls(state=state, recipient=recipient)


@dataclass(frozen=True, slots=True)
class Page:
    """Mails, and the position after which the next page begins, "" at the end."""

    mails: Sequence[Mail]
    after: str


def find_mail(mail_id: str) -> Mail | None:
    """One mail with what was told of it, oldest first."""
    if "\0" in mail_id or len(mail_id) > LONGEST_ID:
        return None
    return _with_events().filter(pk=mail_id).first()


def mails_of(escalation_id: str) -> list[Mail]:
    """The mails of an escalation, oldest first."""
    return list(_with_events().filter(escalation=escalation_id).order_by("made_at", "pk"))


def mails_of_order(order_id: str) -> list[Mail]:
    """The mails about an order, oldest first."""
    return list(_with_events().filter(order_id=order_id).order_by("made_at", "pk"))


def moved(escalation_id: str) -> int:
    """A number that moves with each change of an escalation's mails."""
    found = Mail.objects.filter(escalation=escalation_id).aggregate(changes=Sum("changes"))
    return found["changes"] or 0


def listed(wanted: Wanted, after: str = "", size: int = PAGE) -> Page:
    """One page, newest first. Raises ValueError where no page ended at ``after``."""
    narrow = {name: value for name in ("state", "recipient") if (value := getattr(wanted, name))}
    found = _shown().filter(**narrow)
    if after:
        at, pk = _place(after)
        found = found.filter(Q(made_at__lt=at) | Q(made_at=at, pk__lt=pk))
    some = list(found.order_by("-made_at", "-pk")[: size + 1])
    last = some[size - 1] if len(some) > size else None
    return Page(some[:size], f"{last.made_at.isoformat()}~{last.pk}" if last else "")


def in_trouble() -> list[Mail]:
    """Those that somebody has to see to, oldest first; a page at most."""
    return list(_shown().filter(WANTS_SOMEBODY).order_by("made_at", "pk")[:PAGE])


def counts() -> dict[str, int]:
    """How many there are of each state."""
    found = Mail.objects.order_by().values("state").annotate(n=Count("pk"))
    return {each["state"]: each["n"] for each in found}


def _shown() -> QuerySet[Mail]:
    return Mail.objects.select_related("escalation", "person")


def _with_events() -> QuerySet[Mail]:
    return _shown().prefetch_related(Prefetch("events", MailEvent.objects.order_by("at", "pk")))


def _place(after: str) -> tuple[datetime, str]:
    at, _, pk = after.partition("~")
    if len(after) > LONGEST_POSITION or not after.isprintable() or not pk:
        raise ValueError("this position is none of ours")
    when = datetime.fromisoformat(at)
    if when.tzinfo is None:
        raise ValueError("this position is none of ours")
    return when, pk
