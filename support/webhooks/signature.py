"""The signature of a printer's call: what is signed, and whether one of its secrets signed it.

Signed are the bytes ``timestamp + "." + event_id + "." + body``. A timestamp holds no full stop, an id no bracket or
brace, and a body begins with one (``support.webhooks.body``): these bytes can be split in one way only, and a signature
stands for one call alone.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SCHEME: Final = "v1"
MOST_SIGNATURES: Final = 5
MOST_SECRETS: Final = 2
TIMESTAMP: Final = re.compile(r"[0-9]{1,12}")
"""Seconds since 1970, in digits of ASCII."""
EVENT_ID: Final = re.compile(r"[!-Z\\\]^_`a-z|}~]{1,200}")
"""Printable ASCII without spaces, and without what a body begins with."""
SIGNATURE: Final = re.compile(r"[0-9a-f]{64}")

NOBODYS: Final = secrets.token_bytes(32)
"""Stands where a printer has no secret: whatever it signs is refused, after the same work."""


@dataclass(frozen=True, slots=True)
class Headers:
    """What a call says beside its body, as it came."""

    timestamp: str
    event_id: str
    signature: str

    @property
    def complete(self) -> bool:
        """Whether none of the three is missing."""
        return bool(self.timestamp and self.event_id and self.signature)


def sign(secret: bytes, timestamp: str, event_id: str, body: bytes) -> str:
    """The header of a call: ``v1=`` and the signature in small hexadecimal digits."""
    return f"{SCHEME}={_digest(secret, _signed(timestamp, event_id, body))}"


def is_signed(known: Sequence[bytes], headers: Headers, body: bytes, now: float, tolerance: int) -> bool:
    """Whether one of the ``known`` secrets signed it, within ``tolerance`` seconds of ``now`` (since 1970).

    The same work is done whatever is wrong, and whether or not the printer has secrets.
    """
    readable = TIMESTAMP.fullmatch(headers.timestamp) is not None and EVENT_ID.fullmatch(headers.event_id) is not None
    fresh = readable and abs(now - int(headers.timestamp)) <= tolerance
    given = _signatures(headers.signature)
    right = False
    signed = _signed(headers.timestamp, headers.event_id, body)
    for number in range(MOST_SECRETS):
        real = number < len(known)
        digest = _digest(known[number] if real else NOBODYS, signed)
        for one in given:
            right |= hmac.compare_digest(digest, one) and real
    return right and fresh


def _signatures(header: str) -> list[str]:
    """The signatures of our scheme, at most five; none where there are more, or one is malformed."""
    parts = [part.strip(" \t") for part in header.split(",", MOST_SIGNATURES)]
    if len(parts) > MOST_SIGNATURES:
        return []
    found = [part.removeprefix(f"{SCHEME}=") for part in parts if part.startswith(f"{SCHEME}=")]
    return found if all(SIGNATURE.fullmatch(one) for one in found) else []


def _signed(timestamp: str, event_id: str, body: bytes) -> bytes:
    return b".".join([timestamp.encode("utf-8", "replace"), event_id.encode("utf-8", "replace"), body])


def _digest(secret: bytes, signed: bytes) -> str:
    return hmac.new(secret, signed, hashlib.sha256).hexdigest()
