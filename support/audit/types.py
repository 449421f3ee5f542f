"""What the audit tells of: every type of event, with the sentence that a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from support.models import AuditEvent

TYPES: Final[dict[str, EventType]] = {}
"""By name."""


@dataclass(frozen=True, slots=True)
class EventType:
    """``name`` is namespaced, as "quarantine.replayed"; ``sentence`` goes on after the actor's name and may hold
    ``{target}`` and the event's details by name.
    """

    name: str
    sentence: str

    def __post_init__(self) -> None:
        if self.name in TYPES:
            raise ValueError(f"two types of event are called {self.name}")
        TYPES[self.name] = self


REPLAY_ASKED = EventType("quarantine.replay_asked", "asked for {target} to be applied again")
REPLAYED = EventType("quarantine.replayed", "applied {target} again, which was then: {fate}")
DISCARD_ASKED = EventType("quarantine.discard_asked", "asked for {target} to be struck off the quarantine")
DISCARDED = EventType("quarantine.discarded", "struck {target} off the quarantine")
REASON_ERASED = EventType("audit.reason_erased", "erased the words of a reason given earlier, that of event {target}")


def sentence(event: AuditEvent) -> str:
    """What an event tells, without its actor. A type that is no longer registered is told by its name."""
    known = TYPES.get(event.type)
    if known is None:
        return event.type
    return known.sentence.format_map({**event.details, "target": event.target_id})
