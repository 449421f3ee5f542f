"""Mail in the emulator: its sender, verified, and a queue for the events that AWS would send."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

QUEUE: Final = "printdesk-mail-events"


def prepare(ses: Any, sqs: Any, sender: str) -> None:
    """Make what is missing. ``ses`` is boto3's client for sesv2 on the emulator, ``sender`` an address."""
    with suppress(ses.exceptions.AlreadyExistsException):
        ses.create_email_identity(EmailIdentity=sender)
    sqs.create_queue(QueueName=QUEUE)


def queue_url(cloud_url: str, account: str) -> str:
    """The address of the queue."""
    return f"{cloud_url}/{account}/{QUEUE}"
