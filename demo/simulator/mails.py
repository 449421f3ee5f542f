"""The world that mails go out to: what the emulator's SES took arrives, but at one printer whose mailbox is gone. SES's
events are put on the queue as AWS would put them: the emulator publishes none for a configuration set.
"""

from __future__ import annotations

import json
import logging
import time
import urllib.request
from datetime import UTC, datetime
from threading import Thread
from typing import Any, Final
from urllib.error import URLError

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from orders import cloud

LOOK_SECONDS: Final = 2.0
ARRIVES_AFTER: Final = 3.0
GONE: Final = "orders@dar-al-tibaa.example"
"""Whoever writes there gets it back."""

log = logging.getLogger(__name__)


class Postman(Thread):
    """Tells of each mail once it had the time to arrive. After a restart it tells again of what it told: that is
    harmless, an event's time is that of its mail.
    """

    def __init__(self) -> None:
        super().__init__(name="postman", daemon=True)
        self._told: set[str] = set()

    def run(self) -> None:
        """For ever, where mail is sent at all."""
        while settings.SES_EVENTS_QUEUE_URL:
            try:
                self.look(time.time())
            except (URLError, OSError, BotoCoreError, ClientError) as error:
                log.warning("no mail can be delivered: %s", type(error).__name__)
            time.sleep(LOOK_SECONDS)

    def look(self, now: float) -> None:
        """Tell of what has arrived by now."""
        for sent in _sent():
            if sent["MessageId"] not in self._told and now - sent["Timestamp"] > ARRIVES_AFTER:
                cloud.sqs().send_message(QueueUrl=settings.SES_EVENTS_QUEUE_URL, MessageBody=json.dumps(event(sent)))
                self._told.add(sent["MessageId"])


def event(sent: dict[str, Any]) -> dict[str, Any]:
    """A delivery, or a bounce, of a mail as the emulator lists it."""
    at = datetime.fromtimestamp(sent["Timestamp"] + ARRIVES_AFTER, UTC).isoformat(timespec="milliseconds")
    about = {"timestamp": at, "messageId": sent["MessageId"], "source": sent["Source"], "destination": sent["To"]}
    if GONE in sent["To"]:
        who = {"emailAddress": GONE, "action": "failed", "status": "5.1.1"}
        who["diagnosticCode"] = "smtp; 550 5.1.1 no such user here"
        more = {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [who]}
        bounce = more | {"timestamp": at, "feedbackId": sent["MessageId"]}
        return {"eventType": "Bounce", "mail": about, "bounce": bounce}
    delivery = {"timestamp": at, "recipients": sent["To"], "smtpResponse": "250 2.0.0 OK"}
    return {"eventType": "Delivery", "mail": about, "delivery": delivery}


def _sent() -> list[dict[str, Any]]:
    url = f"{settings.AWS_ENDPOINT_URL}/_ministack/ses/messages?account={settings.AWS_ACCESS_KEY_ID}"
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 the demo's own process
        return list(json.load(answer)["messages"].get(settings.AWS_ACCESS_KEY_ID, []))
