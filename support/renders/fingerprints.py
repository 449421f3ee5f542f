"""What tells the pictures in the bucket apart without fetching them: one HEAD each, all of them in one wave.

A picture never changes under its key, so what was learnt of one is kept by the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from orders import cloud
from support.pictures import usable

ASKING: Final = 16
"""Questions that a process has under way at once."""

SECONDS: Final = 3.0
"""For all of a comparison together."""

MOST_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Of an object: its SHA-256 where S3 keeps one, and its ETag, which two objects of the same bytes mostly share."""

    checksum: str
    etag: str

    def matches(self, other: Fingerprint) -> bool:
        """Whether both objects hold the same bytes, as far as this tells."""
        if self.checksum and other.checksum:
            return self.checksum == other.checksum
        return self.etag == other.etag


_kept: dict[str, Fingerprint] = {}


def fingerprints(keys: Iterable[str]) -> Mapping[str, Fingerprint]:
    """By key; what is not there, or did not come in time, is left out."""
    wanted = set(keys)
    client = cloud.s3()
    asked = {key: _threads().submit(_ask, client, key) for key in wanted - _kept.keys() if usable(key)}
    wait(asked.values(), SECONDS)
    # What has not begun is taken back, so that nothing piles up behind an S3 that hangs.
    came = {key: job.result() for key, job in asked.items() if not job.cancel() and job.done()}
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    _kept.update({key: found for key, found in came.items() if found})
    return {key: _kept[key] for key in wanted & _kept.keys()}


def forget() -> None:
    """Nothing is known any more: for who exchanges the bucket."""
    _kept.clear()


def _ask(client: Any, key: str) -> Fingerprint | None:
    try:
        answer = client.head_object(Bucket=settings.ARTEFACTS_BUCKET, Key=key, ChecksumMode="ENABLED")
    except (ClientError, BotoCoreError, OSError):
        return None
    return Fingerprint(answer.get("ChecksumSHA256", ""), answer.get("ETag", ""))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(ASKING, thread_name_prefix="fingerprints")
