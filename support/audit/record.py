"""Writing the audit: one row in the transaction of what it tells of, so that neither is there without the other."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.utils import timezone

from dashboard.roles import roles_of
from support.audit.chain import BEGINNING, Anchor, digest_of, hash_of, newest
from support.audit.types import REASON_ERASED, EventType
from support.models import AuditEvent, AuditReason

LOCK: Final = 0x7075_6469_7400
"""The advisory lock of the chain: one writer at a time, held until their transaction ends."""

LONGEST_ID: Final = 1000
LONGEST_REASON: Final = 2000

Detail = str | int | bool
"""What details may hold: JSON that reads back as it was written. Never personal data."""


class NoTransaction(Exception):
    """An audit row on its own could outlive what it tells of: open the transaction first."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a stable id that names nobody, and the roles they hold."""

    id: str
    role: str

    @classmethod
    def staff(cls, person: User | AnonymousUser) -> Actor:
        """Somebody signed in."""
        return cls(f"staff:{person.pk}", "+".join(sorted(roles_of(person))))

    @classmethod
    def shell(cls, login: str) -> Actor:
        """Somebody at the shell of a machine of ours."""
        return cls(f"shell:{login}", "shell")


@dataclass(frozen=True, slots=True)
class Target:
    """What was acted on; ``order_id`` where it is about an order."""

    kind: str
    id: str
    order_id: str = ""


def record(
    actor: Actor, what: EventType, target: Target, *, reason: str = "", details: Mapping[str, Detail] | None = None
) -> AuditEvent:
    """Write that it happened. Raises NoTransaction, Untold where the sentence misses a detail, and whatever the
    database does: then nothing may happen.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(what.name)
    what.check(details or {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = newest() or Anchor(0, BEGINNING)
    text, salt = _storable(reason, LONGEST_REASON), secrets.token_hex(16)
    event = AuditEvent(
        number=last.number + 1,
        at=timezone.now(),
        actor=actor.id,
        role=actor.role,
        type=what.name,
        target_kind=target.kind,
        target_id=_storable(target.id, LONGEST_ID),
        order_id=_storable(target.order_id, LONGEST_ID),
        reason_digest=digest_of(salt, text) if text else "",
        details=dict(details or {}),
        previous=last.hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    if text:
        AuditReason.objects.create(event=event, salt=salt, text=text)
    return event


def erase_reason(actor: Actor, number: int) -> None:
    """Take away the words of a reason, which may be about somebody; the chain still holds, and says who did it."""
    AuditReason.objects.filter(event_id=number).delete()
    record(actor, REASON_ERASED, Target("event", str(number)))


def _storable(text: str, longest: int) -> str:
    """Text as PostgreSQL takes it: no NUL, no half characters."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd").strip()[:longest]
