"""The played printers' API over HTTP: claims-v1, with the faults that such APIs have."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from demo.printer_api.book import Book, Claim

MOST_BYTES: Final = 30_000_000
SLOW_SECONDS: Final = 3.0


class Fault(Enum):
    """What goes wrong with one request. *Lost*: it was done, and the answer never comes."""

    NONE = "none"
    BUSY = "busy"
    BROKEN = "broken"
    SLOW = "slow"
    LOST = "lost"


Faults = Callable[[], Fault]
CHANCES: Final = {Fault.BUSY: 0.04, Fault.BROKEN: 0.04, Fault.SLOW: 0.03, Fault.LOST: 0.03}


def none() -> Fault:
    """Nothing ever goes wrong."""
    return Fault.NONE


def by_chance(seed: int) -> Faults:
    """One request in seven goes wrong."""
    dice = Random(seed)  # noqa: S311 a played printer
    kinds = [*CHANCES, Fault.NONE]
    weights = [*CHANCES.values(), 1 - sum(CHANCES.values())]
    return lambda: dice.choices(kinds, weights)[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a status, JSON, headers."""

    status: int
    told: Mapping[str, Any]
    headers: Mapping[str, str]


def serve(book: Book, secrets: Mapping[str, str], faults: Faults, port: int = 0) -> ThreadingHTTPServer:
    """A server that is not running yet; ``secrets`` are what each printer knows us by. Port 0 is any that is free."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET", b"")

        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), MOST_BYTES)
            self._answer("POST", self.rfile.read(length))

        def log_message(self, *_: Any) -> None:
            """Bodies and addresses are nobody's business."""

        def _answer(self, method: str, body: bytes) -> None:
            fault = faults()
            if fault is Fault.BUSY:
                self._send(Answer(429, {"error": "slow down"}, {"Retry-After": "1"}))
                return
            if fault is Fault.BROKEN:
                self._send(Answer(500, {"error": "internal"}, {}))
                return
            answer = handle(book, secrets, method, self.path, dict(self.headers), body)
            if fault is Fault.SLOW:
                time.sleep(SLOW_SECONDS)
            if fault is Fault.LOST:
                self.close_connection = True
                return
            self._send(answer)

        def _send(self, answer: Answer) -> None:
            told = json.dumps(answer.told).encode()
            self.send_response(answer.status)
            for name, value in {**answer.headers, "Content-Type": "application/json"}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


def handle(
    book: Book, secrets: Mapping[str, str], method: str, path: str, headers: Mapping[str, str], body: bytes
) -> Answer:
    """One request to ``/{printer}/claims…``."""
    parts = urlsplit(path)
    printer_id, _, rest = parts.path.lstrip("/").partition("/")
    printer_id = unquote(printer_id)
    given = headers.get("Authorization", "").removeprefix("Bearer ")
    if printer_id not in secrets or not hmac.compare_digest(given, secrets[printer_id]):
        return Answer(401, {"error": "unknown"}, {})
    named = [unquote(part) for part in rest.split("/")]
    if named[0] != "claims":
        return Answer(404, {"error": "no such thing"}, {})
    if method == "GET":
        asked = parse_qs(parts.query).get("escalation_id", [""])[0]
        return _found(book.find(printer_id, named[1] if len(named) > 1 else "", asked))
    return _posted(book, printer_id, named[1:], headers.get("Idempotency-Key", ""), body)


def _posted(book: Book, printer_id: str, named: list[str], key: str, body: bytes) -> Answer:
    about = json.loads(body)
    if not key:
        return Answer(400, {"error": "an Idempotency-Key is needed"}, {})
    if not named:
        claim, new = book.open(printer_id, key, about, time.time())
        return Answer(201 if new else 200, claim.told(), {})
    claim_found = book.find(printer_id, named[0])
    if claim_found is None:
        return _found(None)
    if named[1:] == ["close"]:
        return _found(book.close(claim_found, key, time.time()))
    return _found(book.answer(claim_found, key, about, time.time()))


def _found(claim: Claim | None) -> Answer:
    return Answer(200, claim.told(), {}) if claim else Answer(404, {"error": "no such claim"}, {})
