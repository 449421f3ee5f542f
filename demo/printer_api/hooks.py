"""The played printers' signed calls: made when their time comes, again until they are taken, some of them twice."""

from __future__ import annotations

import http.client
import json
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from random import Random
from typing import Final
from urllib.parse import quote

from demo.printer_api.book import Book, Event
from support.webhooks.signature import sign

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 0.5
DOUBLED: Final = 0.15
LONGEST_PAUSE: Final = 60.0
TAKEN: Final = range(200, 300)
TIMEOUT: Final = 20


def call_for_ever(book: Book, web: str, secrets: Mapping[str, str], stopping: Callable[[], bool]) -> None:
    """Make each call when it is due, until told to stop."""
    while not stopping():
        for event in book.due(time.time()):
            if stopping():
                return
            call(book, web, secrets, event)
        time.sleep(LOOK_SECONDS)


def call(book: Book, web: str, secrets: Mapping[str, str], event: Event) -> None:
    """Make one call; where it is not taken, later again, with the same id and a fresh signature."""
    printer_id = book.claims[event.reference].printer_id
    body = json.dumps(book.become(event), ensure_ascii=False).encode()
    twice = Random(event.id).random() < DOUBLED  # noqa: S311 a played printer
    status = post(web, printer_id, secrets[printer_id], event.id, body)
    if twice:
        status = post(web, printer_id, secrets[printer_id], event.id, body)
    if status in TAKEN:
        book.done(event)
        return
    event.tries += 1
    event.due = time.time() + min(2.0**event.tries, LONGEST_PAUSE)
    log.warning("call %s was not taken: %s", event.id, status)


def post(web: str, printer_id: str, secret: str, event_id: str, body: bytes) -> int:
    """One signed call; its status, 0 where nobody answered."""
    at = str(int(time.time()))
    signed = sign(secret.encode(), at, event_id, body)
    headers = {"X-Printdesk-Timestamp": at, "X-Printdesk-Event-Id": event_id, "X-Printdesk-Signature": signed}
    url = f"{web}/api/v1/webhooks/printers/{quote(printer_id, safe='')}"
    asked = urllib.request.Request(url, body, {**headers, "Content-Type": "application/json"})  # noqa: S310 our own web
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310 our own web
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (urllib.error.URLError, OSError, http.client.HTTPException):
        return 0
