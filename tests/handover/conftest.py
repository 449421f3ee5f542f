"""A shift: rows in queues, people who work on them, and what they hand over."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.test import Client

from support.audit.record import Actor, Target, record
from support.audit.types import TYPES
from support.handover.models import Handover
from tests.browser.conftest import base_url, visit, watch
from tests.queues.conftest import Desk, Join, Member, a_row, ana, ben, desk, join
from tests.web.conftest import told

__all__ = [
    "Desk", "Join", "Member", "a_row", "ana", "base_url", "ben", "desk", "did", "join", "sends", "told", "visit",
    "watch",
]  # fmt: skip

NEW = "/home/handover/"


def did(who: Member, kind: str, times: int = 1) -> None:
    """Somebody did something, as the audit has it."""
    for _ in range(times):
        with transaction.atomic():
            details = dict.fromkeys(TYPES[kind].fields, "x")
            record(Actor.staff(who.person), TYPES[kind], Target("order", "o-1"), details=details)


def sends(client: Client, **more: Any) -> Handover:
    """The handover that a form becomes."""
    answer = client.post(f"{NEW}send/", {"key": "k1", "to": ["ops"], **more})
    assert answer.status_code == 302, answer.content.decode()
    return Handover.objects.get(pk=answer["Location"].split("/")[-2])
