"""Between Printdesk and AWS: hands calls on, and lets those that start executions go wrong, before or after."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from embedded.ports import HOST

OWN_HEADERS = {"connection", "transfer-encoding", "content-length", "keep-alive"}
START = "AWSStepFunctions.StartExecution"


class Fault(StrEnum):
    """What happens to one call."""

    THROTTLED = "throttled"  # refused, nothing was done
    BROKEN = "broken"  # a 500, nothing was done
    BROKEN_AFTER = "broken after it was done"
    DROPPED = "dropped after it was done"  # the connection ends without an answer
    LATE = "answered after the timeout"


Faulty = Callable[[], Fault | None]


class Proxy:
    """Listens on ``url`` and hands on to ``target``.

    ``fault`` chooses what becomes of a call that starts an execution; ``between`` is called when the service has
    answered one, before the answer is handed on. ``happened`` counts what was chosen.
    """

    def __init__(self, target: str, late_seconds: float) -> None:
        self.target = urlsplit(target)
        self.late_seconds = late_seconds
        self.fault: Faulty = lambda: None
        self.between: Callable[[], None] = lambda: None
        self.happened: Counter[str] = Counter()
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://{HOST}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            """One connection of a client, with one of its own to the service."""

            protocol_version = "HTTP/1.1"
            there: http.client.HTTPConnection | None = None

            def handle(self) -> None:
                with suppress(OSError):  # whoever asked was killed
                    super().handle()

            def finish(self) -> None:
                if self.there is not None:
                    self.there.close()
                with suppress(OSError):
                    super().finish()

            def do_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                starts = self.headers.get("X-Amz-Target") == START
                fault = proxy.fault() if starts else None
                if fault is not None:
                    proxy.happened[fault] += 1
                if fault in (Fault.THROTTLED, Fault.BROKEN):
                    return self._refuse(fault)
                status, headers, answer = self._hand_on(body)
                if starts:
                    proxy.happened["answered"] += 1
                    proxy.between()
                if fault is Fault.BROKEN_AFTER:
                    return self._refuse(fault)
                if fault is Fault.LATE:
                    time.sleep(proxy.late_seconds)
                if fault is Fault.DROPPED:
                    self.close_connection = True
                    return None
                return self._answer(status, headers, answer)

            def _hand_on(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
                if self.there is None:
                    self.there = http.client.HTTPConnection(proxy.target.hostname or HOST, proxy.target.port)
                headers = {name: value for name, value in self.headers.items() if name.lower() not in OWN_HEADERS}
                self.there.request(self.command, self.path, body, headers)
                told = self.there.getresponse()
                return told.status, told.getheaders(), told.read()

            def _refuse(self, fault: Fault) -> None:
                throttled = fault is Fault.THROTTLED
                body = b'{"__type": "ThrottlingException"}' if throttled else b"{}"
                self._answer(400 if throttled else 500, [("Content-Type", "application/x-amz-json-1.0")], body)

            def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in OWN_HEADERS:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
            setattr(Handler, f"do_{method}", Handler.do_any)
        return Handler
