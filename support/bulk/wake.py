"""Having a worker look at the bulk jobs at once. Without Redis they are looked at a few seconds later, by the beat."""

from __future__ import annotations

import logging
from typing import Final

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerGone
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

ADVANCE: Final = "support.tasks.advance_bulk"


def wake() -> None:
    """As soon as this transaction is committed."""
    transaction.on_commit(_wake)


def _wake() -> None:
    try:
        current_app.send_task(ADVANCE, retry=False)
    except (BrokerGone, RedisError) as error:
        log.warning("nobody was woken for a bulk job: %s", type(error).__name__)
