"""Handing over: what is told is kept, audited and made known to colleagues in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.urls import reverse

from dashboard.permissions import MAY, Permission
from dashboard.roles import Role
from support import masking
from support.audit.record import LONGEST_REASON, Detail, Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.people import called
from support.commands.refusals import Invalid, NotAllowed
from support.handover.models import Handover
from support.handover.period import Period
from support.handover.report import as_json, as_text
from support.handover.told import heading, period_words, told
from support.notices.models import NoticeKind
from support.notices.tell import tell

HANDED_OVER: Final = EventType("handover.sent", "handed over {period}; colleagues told: {told}")
TO: Final = tuple(role for role in Role if role in MAY[Permission.WORK_QUEUE])
"""Whom it may be sent to: those who work on queues."""

LONGEST_KEY: Final = 100
NOBODY: Final = "Choose whom to tell."
NO_KEY: Final = "The form was not whole. Load the page again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """``words`` are the sender's, ``to`` roles of ``TO``; the same ``key`` is the same handover."""

    period: Period
    key: str
    words: str = ""
    to: Collection[Role] = field(default=TO)
    by_person: bool = False


def hand_over(asker: Asker, wish: Wish, now: datetime) -> Handover:
    """The handover, or the one that was made of the same form before. Raises NotAllowed, Invalid (to, words, key)."""
    if asker.person is None or not asker.may(Permission.HAND_OVER):
        raise NotAllowed(Permission.HAND_OVER)
    _check(wish)
    report = told(wish.period, now, by_person=wish.by_person)
    made = Handover(
        begins_at=wish.period.begins,
        ends_at=wish.period.ends,
        made_at=now,
        by=asker.person,
        key=wish.key,
        figures=as_json(report),
        text=as_text(report, heading(wish.period)),
    )
    try:
        return _sent(asker.person, wish) or _send(asker, asker.person, made, wish)
    except IntegrityError:  # the same was sent twice at once, and the other was first
        found = _sent(asker.person, wish)
        if found is None:
            raise
        return found


def _check(wish: Wish) -> None:
    wrong: dict[str, str] = {}
    if not wish.to or not set(wish.to) <= set(TO):
        wrong["to"] = NOBODY
    if not (wish.key.isascii() and wish.key.isalnum() and len(wish.key) <= LONGEST_KEY):
        wrong["key"] = NO_KEY
    if len(wish.words) > LONGEST_REASON:
        wrong["words"] = f"These are more than {LONGEST_REASON:,} characters."
    if wrong:
        raise Invalid(**wrong)


def _sent(person: User, wish: Wish) -> Handover | None:
    return Handover.objects.filter(by=person, key=wish.key).first()


@transaction.atomic
def _send(asker: Asker, person: User, made: Handover, wish: Wish) -> Handover:
    """The audit is locked until the end, so it comes last but for the row that names it."""
    people = _colleagues(person, wish.to)
    about: dict[str, Detail] = {"period": period_words(wish.period), "told": len(people)}
    words = masking.scrub(wish.words, masking.NOTHING)
    made.told = len(people)
    made.event = record(asker.actor, HANDED_OVER, Target("handover", made.pk), reason=words, details=about)
    made.save(force_insert=True)
    for each in people:
        text = f"{called(person)} handed over {period_words(wish.period)}"
        tell(each, NoticeKind.WORK, f"handover:{made.pk}", "", text, reverse("handover", args=[made.pk]))
    return made


def _colleagues(person: User, roles: Collection[Role]) -> list[User]:
    named = User.objects.filter(is_active=True, groups__name__in=[role.value for role in roles])
    return list(named.exclude(pk=person.pk).distinct().order_by("pk"))
