"""Waking a worker for something that is in the database already; a sweeper finds what nobody was woken for."""

from __future__ import annotations

import logging

from celery import current_app
from kombu.exceptions import OperationalError as BrokerGone
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def wake(task: str, *about: str | int) -> None:
    """Ask a worker for a task by its name, now. Without Redis nobody is woken, and nothing is lost."""
    try:
        current_app.send_task(task, about, retry=False)
    except (BrokerGone, RedisError) as error:
        log.warning("nobody was woken for %s: %s", task, type(error).__name__)
