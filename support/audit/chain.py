"""The hash chain over the events: how each is serialised, and whether all of them still hold together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from django.db.models.functions import MD5

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


Watch = Callable[[int, Anchor], None]
"""Is told again and again how many events were read, and which was the last."""


def text_of(event: AuditEvent) -> str:
    """Everything the event says, its number and the hash before it, as JSON in ASCII with sorted names."""
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
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def hash_of(event: AuditEvent) -> str:
    """SHA-256 over the text of an event."""
    return hashlib.sha256(text_of(event).encode()).hexdigest()


def digest_of(salt: str, reason: str) -> str:
    """What an event keeps of its reason; says nothing once the salt is erased with the words."""
    return hashlib.sha256(f"{salt}:{reason}".encode()).hexdigest()


def newest() -> Anchor | None:
    """The end of the chain as it is now; None while nothing has happened."""
    last = AuditEvent.objects.order_by("-number").values_list("number", "hash").first()
    return Anchor(*last) if last else None


def faults(anchors: Iterable[Anchor] = (), watch: Watch = lambda _count, _last: None) -> Iterator[str]:
    """What is wrong, in words, as the whole chain is read once, in parts; nothing where it holds."""
    wanted: dict[int, set[str]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.number, set()).add(anchor.hash)
    count, last = 0, Anchor(0, BEGINNING)
    for part in _parts():
        for event in part:
            yield from _breaks(event, last)
            if wanted.pop(event.number, {event.hash}) != {event.hash}:
                yield f"event {event.number} is not the one that was anchored"
            last = Anchor(event.number, event.hash)
        yield from _reasons(part)
        count += len(part)
        watch(count, last)
    for cut in sorted(wanted):
        yield f"event {cut} was anchored and is missing: the end was cut off"


def _parts() -> Iterator[Sequence[AuditEvent]]:
    """Every event, those that come meanwhile too."""
    events = AuditEvent.objects.order_by("number")
    part = list(events[:AT_A_TIME])
    while part:
        yield part
        part = list(events.filter(number__gt=part[-1].number)[:AT_A_TIME])


def _breaks(event: AuditEvent, last: Anchor) -> Iterator[str]:
    """Whether it is what it was, and follows on the one before."""
    if event.number < 1:
        yield f"event {event.number} has no place in the chain"
    elif event.number != last.number + 1:
        yield f"events {last.number + 1} to {event.number - 1} are missing"
    elif event.previous != last.hash:
        yield f"event {event.number} does not follow the one before it"
    if event.hash != hash_of(event):
        yield f"event {event.number} was changed"


def _reasons(part: Sequence[AuditEvent]) -> Iterator[str]:
    """Reasons that were changed, put in, or are gone though nobody erased them as one does."""
    texts = AuditReason.objects.filter(event_id__gte=part[0].number, event_id__lte=part[-1].number)
    kept = {number: digest_of(*words) for number, *words in texts.values_list("event_id", "salt", "text")}
    missing = [event.number for event in part if event.reason_digest and event.number not in kept]
    erased = _erased(missing)
    for event in part:
        digest = kept.get(event.number, "")
        if digest and digest != event.reason_digest:
            yield f"the reason of event {event.number} was changed"
        elif event.reason_digest and not digest and event.number not in erased:
            yield f"the reason of event {event.number} is missing"


def _erased(numbers: Sequence[int]) -> set[int]:
    """Which of these were erased by ``erase_reason``. Asked after the reasons were read: it writes both at once."""
    if not numbers:
        return set()
    keys = [hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest() for number in numbers]
    events = AuditEvent.objects.alias(key=MD5("target_id")).filter(key__in=keys, type=REASON_ERASED.name)
    return {int(target) for target in events.values_list("target_id", flat=True)}
