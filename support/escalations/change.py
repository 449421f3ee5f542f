"""Changing an escalation where it stands: whose it is, how bad it is, what else is known of it."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from dashboard.permissions import MAY, Permission
from support.audit.types import EventType
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.escalations.clock import set_clock
from support.escalations.hold import check_may, check_seen, hold, write
from support.escalations.models import Escalation, Severity
from support.escalations.move import CLOCK
from support.escalations.word import tell_new_owner
from support.notes.words import checked

ASSIGNED: Final = EventType("escalation.assigned", "gave {target} to {owner}")
RATED: Final = EventType("escalation.rated", "changed how bad {target} is from {was} to {now}")
SAID: Final = EventType("escalation.said", "added words to {target}")


def assign(asker: Asker, escalation_id: str, person_id: int, seen: int | None = None) -> Escalation:
    """Give it to a colleague; what is nobody's anybody who may move escalations takes themselves.

    Raises NotAllowed, NotThere, Invalid, Changed, Busy.
    """
    if not asker.may(Permission.MOVE_ESCALATION):
        raise NotAllowed(Permission.MOVE_ESCALATION)
    return settled(lambda: _assign(asker, escalation_id, person_id, seen))


def rate(asker: Asker, escalation_id: str, severity: str, seen: int | None = None) -> Escalation:
    """Say how bad it is. Its deadline is worked out anew, from when it came to its state.

    Raises NotAllowed, NotThere, Invalid, Changed, Busy.
    """
    if not asker.may(Permission.MOVE_ESCALATION):
        raise NotAllowed(Permission.MOVE_ESCALATION)
    return settled(lambda: _rate(asker, escalation_id, severity, seen))


def say(asker: Asker, escalation_id: str, text: str, seen: int | None = None) -> Escalation:
    """Add words to it, whoever has it. Raises NotAllowed, NotThere, Invalid, Changed, Busy."""
    if not asker.may(Permission.ESCALATE):
        raise NotAllowed(Permission.ESCALATE)
    text = checked(text, "text")
    return settled(lambda: _say(asker, escalation_id, text, seen))


def movers() -> QuerySet[User]:
    """Colleagues who may own an escalation."""
    roles = [role.value for role in MAY[Permission.MOVE_ESCALATION]]
    return User.objects.filter(is_active=True, groups__name__in=roles).distinct().order_by("first_name", "username")


@transaction.atomic
def _assign(asker: Asker, escalation_id: str, person_id: int, seen: int | None) -> Escalation:
    escalation, now = hold(escalation_id)
    taken = escalation.owner_id is None and asker.person is not None and asker.person.pk == person_id
    if not taken:
        check_may(asker, escalation, Permission.MOVE_ESCALATION)
    owner = movers().filter(pk=person_id).first()
    if owner is None:
        raise Invalid(owner="Choose a colleague from the list.")
    check_seen(escalation, seen)
    if escalation.owner_id != owner.pk:
        write(escalation, asker.actor, ASSIGNED, now, details={"owner": f"staff:{owner.pk}"}, owner=owner)
        tell_new_owner(escalation, asker.person)
    return escalation


@transaction.atomic
def _rate(asker: Asker, escalation_id: str, wanted: str, seen: int | None) -> Escalation:
    escalation, now = hold(escalation_id)
    check_may(asker, escalation, Permission.MOVE_ESCALATION)
    if wanted not in Severity.values:
        raise Invalid(severity="Choose how bad it is from the list.")
    check_seen(escalation, seen)
    severity = Severity(wanted)
    if escalation.severity == severity:
        return escalation
    after = Escalation(state=escalation.state, severity=severity, printer_id=escalation.printer_id)
    set_clock(after, escalation.moved_at)
    details = {"was": str(escalation.severity), "now": severity.value}
    values = {name: getattr(after, name) for name in CLOCK}
    write(escalation, asker.actor, RATED, now, details=details, severity=severity.value, **values)
    return escalation


@transaction.atomic
def _say(asker: Asker, escalation_id: str, text: str, seen: int | None) -> Escalation:
    escalation, now = hold(escalation_id)
    check_seen(escalation, seen)
    write(escalation, asker.actor, SAID, now, details={}, text=text)
    return escalation
