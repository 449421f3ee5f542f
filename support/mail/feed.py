"""The queue on which SES's events come: read by whoever is woken, each message taken off once it is kept."""

from __future__ import annotations

import logging
import time
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import Error

from orders import cloud
from support.mail.events import Unreadable, read
from support.mail.settle import settle, unreadable

log = logging.getLogger(__name__)

AT_A_TIME: Final = 10
SECONDS: Final = 10.0
HIDDEN_SECONDS: Final = 60
"""For how long a message that could not be kept is nobody else's."""

MOST_TRIES: Final = 20
"""What could not be kept so often is kept as unreadable, so that it is not tried for ever."""


def hear() -> int:
    """Take what is there; how many messages were taken off. Without a queue there is nothing to hear."""
    if not settings.SES_EVENTS_QUEUE_URL:
        return 0
    taken, until = 0, time.monotonic() + SECONDS
    while time.monotonic() < until:
        messages = _some()
        taken += sum(_take(message) for message in messages)
        if len(messages) < AT_A_TIME:
            break
    return taken


def _some() -> list[dict[str, Any]]:
    try:
        answer = cloud.sqs().receive_message(
            QueueUrl=settings.SES_EVENTS_QUEUE_URL,
            MaxNumberOfMessages=AT_A_TIME,
            VisibilityTimeout=HIDDEN_SECONDS,
            AttributeNames=["ApproximateReceiveCount"],
        )
    except (BotoCoreError, ClientError) as error:
        log.warning("the queue of mail events does not answer: %s", type(error).__name__)
        return []
    return list(answer.get("Messages", ()))


def _take(message: dict[str, Any]) -> bool:
    """Whether it is kept, and off the queue. One that is not does not hold up the others, and comes again."""
    try:
        _keep(message)
        cloud.sqs().delete_message(QueueUrl=settings.SES_EVENTS_QUEUE_URL, ReceiptHandle=message["ReceiptHandle"])
    except (Error, BotoCoreError, ClientError) as error:
        log.warning("a message about a mail waits: %s", type(error).__name__)
        return False
    return True


def _keep(message: dict[str, Any]) -> None:
    tries = int(message.get("Attributes", {}).get("ApproximateReceiveCount", 1))
    try:
        if tries > MOST_TRIES:
            raise Unreadable(f"It could not be kept {MOST_TRIES} times.")
        settle(read(message["Body"]))
    except Unreadable as error:
        log.error("a message about a mail cannot be read: %s", error)
        unreadable(message["MessageId"], str(error))
