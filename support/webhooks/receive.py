"""Taking a printer's call: who signed it, and storing it before it is answered."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Final

from django.conf import settings
from django.db.models.functions import Now

from support.printer_rules.models import SecretKind
from support.printer_rules.seal import opened, seal
from support.printer_rules.secrets import live_secrets
from support.webhooks import word
from support.webhooks.models import Webhook
from support.webhooks.signature import MOST_SECRETS, Headers, is_signed
from support.webhooks.wake import wake

log = logging.getLogger(__name__)

PROCESS: Final = "support.tasks.process_webhook"


class Taken(Enum):
    """What became of a signed call."""

    STORED = "stored"
    SEEN = "seen before"
    CLASHED = "another body was stored under its id"


def signed_by(printer_id: str, headers: Headers, body: bytes) -> bool:
    """Whether the printer signed it, and not long ago. The work is the same for printers that nobody knows."""
    known = live_secrets(printer_id, SecretKind.WEBHOOK)
    for _ in range(MOST_SECRETS - len(known)):
        opened(_decoy())
    return is_signed(known, headers, body, time.time(), settings.WEBHOOK_TOLERANCE_SECONDS)


def take(printer_id: str, headers: Headers, body: bytes) -> Taken:
    """Keep a call that is signed. What was stored first under an id stays: another body under it is told to ops."""
    stored, new = Webhook.objects.get_or_create(
        printer_id=printer_id,
        event_id=headers.event_id,
        defaults={
            "body": body,
            "signed_at": datetime.fromtimestamp(int(headers.timestamp), UTC),
            "heard_at": Now(),
        },
    )
    if new:
        wake(PROCESS, stored.pk)
        return Taken.STORED
    # What is about somebody who was erased has no bytes any more.
    if stored.body and bytes(stored.body) != body:
        word.tell_of_clash(stored)
        return Taken.CLASHED
    return Taken.SEEN


@cache
def _decoy() -> bytes:
    """Opened where a printer has fewer secrets than it may have, as long as opening one takes."""
    return seal("none" * 11)
