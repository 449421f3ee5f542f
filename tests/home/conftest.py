"""People at the home page, and browsers."""

from __future__ import annotations

from django.db import transaction

from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from tests.browser.conftest import base_url, visit, watch
from tests.web.conftest import SignIn, Told, sign_in, told

__all__ = ["SignIn", "Told", "act", "base_url", "sign_in", "told", "visit", "watch"]


def act(actor: Actor, what: EventType, **details: str) -> None:
    """Something that somebody did, in the audit."""
    with transaction.atomic():
        record(actor, what, Target("staff", "1"), details=details)
