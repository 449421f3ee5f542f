"""Holding an escalation while it is changed, and writing down what was changed: one row of audit, one step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from dashboard.permissions import Permission
from support.audit.record import Actor, Detail, Target, record
from support.audit.types import EventType
from support.commands.ask import hold_order
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed, NotThere
from support.escalations.listing import find_escalation, shown
from support.escalations.models import Escalation, Step
from support.escalations.refusals import Changed


def hold(escalation_id: str) -> tuple[Escalation, datetime]:
    """The escalation, which nobody else changes until the transaction ends, and the database's time. The order is held
    first, as everywhere. Raises NotThere.
    """
    found = find_escalation(escalation_id)
    if found is None:
        raise NotThere("There is no such escalation.")
    now = hold_order(found.order_id or found.printer_id)
    held = shown().select_for_update(of=("self",)).get(pk=escalation_id)
    return held, now


def check_seen(escalation: Escalation, seen: int | None) -> None:
    """``seen`` is its number of changes as it was looked at, None where nobody looked. Raises Changed."""
    if seen is not None and seen != escalation.changes:
        raise Changed(escalation)


def is_own(asker: Asker, escalation: Escalation) -> bool:
    """Whether it is theirs: who owns it, or opened it while nobody does."""
    if asker.person is not None:
        return asker.person.pk == (escalation.owner_id or escalation.person_id)
    return escalation.owner_id is None and asker.token is not None and asker.token.pk == escalation.token_id


def check_may(asker: Asker, escalation: Escalation, permission: Permission) -> None:
    """Raises NotAllowed."""
    if not asker.may(permission, own=is_own(asker, escalation)):
        raise NotAllowed(permission)


def write(
    escalation: Escalation,
    actor: Actor,
    what: EventType,
    at: datetime,
    *,
    details: Mapping[str, Detail],
    text: str = "",
    **values: Any,
) -> Step:
    """Change it to ``values``, if nobody has since it was held, and tell the audit, without the words."""
    was = escalation.state
    event = record(actor, what, Target("escalation", escalation.pk, escalation.order_id), details=details)
    same = Escalation.objects.filter(pk=escalation.pk, changes=escalation.changes)
    if same.update(**values, changes=F("changes") + 1) != 1:
        raise Changed(shown().get(pk=escalation.pk))
    for name, value in values.items():
        setattr(escalation, name, value)
    escalation.changes += 1
    return Step.objects.create(escalation=escalation, at=at, was=was, now=escalation.state, text=text, event=event)
