"""Who signed in, and how: a local account beside company accounts is for emergencies, and is noticed."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction

from dashboard.cognito.pool import pool
from dashboard.sign_in import How
from support.audit.record import Actor, Target, record
from support.audit.types import EventType

log = logging.getLogger(__name__)

SIGNED_IN: Final = EventType("staff.signed_in", "signed in with {how}")


def on_signed_in(person: User, how: How, **_signal: Any) -> None:
    """Write it down, before the session is stored: what cannot be audited does not happen."""
    actor = Actor.staff(person)
    with transaction.atomic():
        record(actor, SIGNED_IN, Target("staff", str(person.pk)), details={"how": how.value})
    if how is How.LOCAL and pool() is not None:
        log.warning("a local account was used to sign in: %s", actor.id)
