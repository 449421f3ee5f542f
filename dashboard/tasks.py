"""The Celery tasks of signing in. Each may be lost, doubled or late."""

from __future__ import annotations

import logging

from botocore.exceptions import BotoCoreError, ClientError
from celery import shared_task
from django.core.management import call_command

from dashboard.cognito.pool import pool
from dashboard.cognito.renewal import renew

log = logging.getLogger(__name__)


@shared_task
def renew_members() -> None:
    """Ask Cognito who may still do what."""
    found = pool()
    if found is None:
        return
    try:
        renew(found)
    except (BotoCoreError, ClientError) as error:
        log.warning("Cognito did not say who may do what", extra={"error": type(error).__name__})


@shared_task
def forget_sessions() -> None:
    """Remove sessions that are over."""
    call_command("clearsessions")
