"""Having a worker check a file at once. Without Redis it is found a few seconds later, by the beat."""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerGone
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

CHECK: Final = "support.tasks.check_evidence"


def wake(evidence_id: str) -> None:
    """As soon as this transaction is committed."""
    transaction.on_commit(partial(_wake, evidence_id))


def _wake(evidence_id: str) -> None:
    try:
        current_app.send_task(CHECK, (evidence_id,), retry=False)
    except (BrokerGone, RedisError) as error:
        log.warning("nobody was woken for a file: %s", type(error).__name__)
