"""The ladder of overdue escalations: the owner is reminded, then seniors are told, then managers, each once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now

from dashboard.roles import Role
from support.audit.record import Actor
from support.audit.types import EventType
from support.escalations.clock import climbed
from support.escalations.deadlines import Rung
from support.escalations.hold import check_seen, hold, write
from support.escalations.listing import LIVE
from support.escalations.models import Escalation
from support.escalations.names import about
from support.escalations.refusals import Changed
from support.escalations.word import word

REMINDED: Final = EventType("escalation.reminded", "told {who} that {target} is {how}")
OURSELVES: Final = Actor("printdesk", "service")
AT_A_TIME: Final = 100
WHO: Final = {Rung.OWNER: "its owner", Rung.LEAD: "the seniors", Rung.MANAGER: "the managers"}
ROLES: Final = {Rung.LEAD: Role.SENIOR, Rung.MANAGER: Role.MANAGER}


def climb() -> None:
    """Tell the next rung of every escalation whose time has come. Doubled and late calls tell nothing twice."""
    due = Escalation.objects.filter(LIVE, rung_at__lte=Now()).order_by("rung_at").values_list("pk", "changes")
    for escalation_id, seen in due[:AT_A_TIME]:
        try:
            _climb(escalation_id, seen)
        except Changed:
            continue  # somebody was faster, or has moved it


@transaction.atomic
def _climb(escalation_id: str, seen: int) -> None:
    escalation, now = hold(escalation_id)
    check_seen(escalation, seen)
    begun = climbed(escalation, escalation.moved_at)
    if begun is None or escalation.rung_at is None or escalation.rung_at > now:
        return
    # After a standstill only the highest rung that is reached is told: one word, not three.
    rung = max(rung for rung, at in begun.rungs if at <= now or rung == escalation.rung + 1)
    how = "overdue" if begun.due_at <= now else "due soon"
    details = {"who": WHO[rung], "how": how}
    write(escalation, OURSELVES, REMINDED, now, details=details, rung=rung.value, rung_at=begun.next_after(rung))
    for person in _people(escalation, rung):
        text = f"Escalation {how}: {about(escalation)}"
        word(escalation, person, f"rung:{int(escalation.moved_at.timestamp())}:{rung.value}", text)


def _people(escalation: Escalation, rung: Rung) -> Iterable[User]:
    """Who is told: of what nobody owns, the seniors instead of an owner."""
    if rung is Rung.OWNER and escalation.owner is not None and escalation.owner.is_active:
        return [escalation.owner]
    role = ROLES.get(rung, Role.SENIOR)
    return User.objects.filter(is_active=True, groups__name=role)
