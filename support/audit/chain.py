"""The hash chain over the events: how each is serialised, and whether all of them still hold together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from support.audit.types import REASON_ERASED
from support.models import AuditEvent, AuditReason

BEGINNING: Final = "0" * 64
"""What the first event follows."""

AT_A_TIME: Final = 2_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """A number and its hash, kept where whoever can write the database cannot: what shows a cut or rewritten tail."""

    number: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """``NUMBER:HASH``, as ``str`` gives it. Raises ValueError."""
        number, _, digest = text.partition(":")
        if len(digest) != len(BEGINNING):
            raise ValueError(f"no anchor: {text}")
        return cls(int(number), digest)

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def hash_of(event: AuditEvent) -> str:
    """SHA-256 over everything the event says, its number and the hash before it, as JSON with sorted names."""
    told = {
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "role": event.role,
        "type": event.type,
        "target_kind": event.target_kind,
        "target_id": event.target_id,
        "order_id": event.order_id,
        "reason_digest": event.reason_digest,
        "details": event.details,
        "previous": event.previous,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def digest_of(salt: str, reason: str) -> str:
    """What an event keeps of its reason; says nothing once the salt is erased with the words."""
    return hashlib.sha256(f"{salt}:{reason}".encode()).hexdigest()


def newest() -> Anchor | None:
    """The end of the chain as it is now; None while nothing has happened."""
    last = AuditEvent.objects.order_by("-number").values_list("number", "hash").first()
    return Anchor(*last) if last else None


def faults(anchors: Iterable[Anchor] = ()) -> Iterator[str]:
    """What is wrong, in words, as the whole chain is read once; nothing where it holds."""
    wanted: dict[int, set[str]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.number, set()).add(anchor.hash)
    number, before = 0, BEGINNING
    for event in AuditEvent.objects.order_by("number").iterator(AT_A_TIME):
        if event.number != number + 1:
            yield f"events {number + 1} to {event.number - 1} are missing"
        elif event.previous != before:
            yield f"event {event.number} does not follow the one before it"
        if event.hash != hash_of(event):
            yield f"event {event.number} was changed"
        if wanted.pop(event.number, {event.hash}) != {event.hash}:
            yield f"event {event.number} is not the one that was anchored"
        number, before = event.number, event.hash
    for cut in sorted(wanted):
        yield f"event {cut} was anchored and is missing: the end was cut off"
    yield from _reasons()


def _reasons() -> Iterator[str]:
    """Reasons that were changed, or are gone though nobody erased them as one does."""
    erased = AuditEvent.objects.filter(type=REASON_ERASED.name).values_list("target_id", flat=True)
    known = {int(number) for number in erased.iterator(AT_A_TIME)}
    given = AuditEvent.objects.exclude(reason_digest="").order_by("number").values_list("number", "reason_digest")
    texts = AuditReason.objects.order_by("event_id").values_list("event_id", "salt", "text").iterator(AT_A_TIME)
    kept = next(texts, None)
    for number, digest in given.iterator(AT_A_TIME):
        while kept is not None and kept[0] < number:
            kept = next(texts, None)
        if kept is None or kept[0] != number:
            if number not in known:
                yield f"the reason of event {number} is missing"
        elif digest_of(kept[1], kept[2]) != digest:
            yield f"the reason of event {number} was changed"
