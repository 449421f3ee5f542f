"""One HTTP request to a printer's API: bounded in time and size, never redirected, never without its secret."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.auth import AuthBase

MOST_BYTES: Final = 256_000
CHUNK: Final = 16_384
LEAST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 3600.0
TOO_MANY: Final = 429
REDIRECTS: Final = range(300, 400)
FAULTS: Final = range(500, 600)
UNKNOWN_TO_THEM: Final = frozenset({401, 403})


class Unreached(Exception):
    """It was not answered, or not now: what was asked may have been done. The same may be asked again after
    ``seconds``, None where nobody said. ``told`` is for people; ``held`` where the printer wants fewer calls.
    """

    def __init__(self, told: str, seconds: float | None = None, *, held: bool = False, status: int | None = None):
        super().__init__(told)
        self.seconds = seconds
        self.held = held
        self.status = status


class NotSafe(Exception):
    """The address is none that a secret is sent to."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came: the status, and the body as it is."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """Where a printer's API is, and the secrets it knows us by, newest first."""

    address: str
    secrets: tuple[bytes, ...]

    def ask(self, method: str, path: str, body: bytes | None = None, key: str = "") -> Reply:
        """One request. ``key`` is its idempotency key. Where the newest secret is not known there yet, the one before
        it is tried. Raises Unreached, NotSafe.
        """
        url = self.address.rstrip("/") + path
        check_safe(url)
        if not self.secrets:
            raise Unreached("No secret of its API is set here.")
        for secret in self.secrets:
            reply = _ask(method, url, body, key, secret)
            if reply.status not in UNKNOWN_TO_THEM:
                return reply
        raise Unreached("It does not know us: the secret is refused.", LONGEST_PAUSE, status=reply.status)


class Bearer(AuthBase):
    """The secret as a header, whatever a .netrc of the machine says."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put it there."""
        request.headers["Authorization"] = f"Bearer {self.secret.decode()}"
        return request


def check_safe(url: str) -> None:
    """Raises NotSafe for what is not HTTPS, unless this site itself is served without."""
    if urlsplit(url).scheme != "https" and settings.SECURE:
        raise NotSafe("Its address does not begin with https://.")


def _ask(method: str, url: str, body: bytes | None, key: str, secret: bytes) -> Reply:
    until = time.monotonic() + settings.PRINTER_API_SECONDS
    headers = {"Accept": "application/json", "User-Agent": "Printdesk", "Accept-Encoding": "identity"}
    headers |= {"Idempotency-Key": key} if key else {}
    headers |= {"Content-Type": "application/json"} if body is not None else {}
    try:
        with requests.request(
            method,
            url,
            data=body,
            headers=headers,
            auth=Bearer(secret),
            timeout=settings.PRINTER_API_SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            return _read(answer, until)
    except (requests.RequestException, OSError) as error:
        raise Unreached(f"It did not answer: {type(error).__name__}.") from error


def _read(answer: requests.Response, until: float) -> Reply:
    status = answer.status_code
    if status == TOO_MANY:
        raise Unreached("It wants fewer calls.", _pause(answer.headers.get("Retry-After")), held=True, status=status)
    if status in FAULTS:
        raise Unreached(f"It answered {status}.", _pause(answer.headers.get("Retry-After")), status=status)
    if status in REDIRECTS:
        raise Unreached("It led us elsewhere, where we do not go.", LONGEST_PAUSE, status=status)
    body = b""
    for chunk in answer.iter_content(CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise Unreached("Its answer was too long to be read.", LONGEST_PAUSE, status=status)
        if time.monotonic() > until:
            raise Unreached("Its answer took too long.")
    return Reply(status, body)


def _pause(header: Any) -> float | None:
    """The seconds of a Retry-After, within reason: a number, or a time."""
    if not header:
        return None
    try:
        seconds = float(header) if str(header).isascii() else LEAST_PAUSE
    except ValueError:
        try:
            seconds = parsedate_to_datetime(header).timestamp() - time.time()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, LEAST_PAUSE), LONGEST_PAUSE) if seconds == seconds else None  # noqa: PLR0124 NaN
