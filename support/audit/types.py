"""What the audit tells of: every type of event, with the sentence that a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Final

from support.models import AuditEvent

TYPES: Final[dict[str, EventType]] = {}
"""By name."""

TARGET: Final = "target"
NOUNS: Final = {"staff": "colleague", "record": "row"}
"""What kinds of target are called, where it is not their own name."""

UNKNOWN: Final = "something not written down"
"""What stands for a detail that an event of an older release does not have."""


class Untold(Exception):
    """An event without what its sentence tells: whoever reads it later would not understand it."""


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

    @property
    def fields(self) -> frozenset[str]:
        """The details that its sentence tells."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.sentence) if name) - {TARGET}

    def check(self, details: Mapping[str, object]) -> None:
        """Raises Untold where one of them is missing."""
        if missing := self.fields - details.keys():
            raise Untold(f"{self.name} tells {', '.join(sorted(missing))}")


class _Told(dict[str, Any]):
    """Details by name, whatever is asked for."""

    def __missing__(self, name: str) -> str:
        return UNKNOWN


REPLAY_ASKED = EventType(
    "quarantine.replay_asked", "asked for the row {target}, which was set aside, to be applied again"
)
REPLAYED = EventType("quarantine.replayed", "applied the row {target} again, which was then {fate}")
DISCARD_ASKED = EventType(
    "quarantine.discard_asked", "asked for the row {target}, which was set aside, to be struck off"
)
DISCARDED = EventType("quarantine.discarded", "struck off the row {target}, which was set aside")
REASON_ERASED = EventType("audit.reason_erased", "erased the words of a reason given earlier, that of event {target}")
EXPORTED = EventType("audit.exported", "took events out of the audit as {format}: {count}")


def called(event: AuditEvent, id_: str = "") -> str:
    """What an event is about with its noun, "order o-1", unless its sentence has said that; ``id_`` in other words."""
    noun = NOUNS.get(event.target_kind, event.target_kind.replace("_", " "))
    known, id_ = TYPES.get(event.type), id_ or event.target_id
    return id_ if known is not None and f"{noun} {{{TARGET}}}" in known.sentence else f"{noun} {id_}"


def sentence(event: AuditEvent, details: Mapping[str, object] | None = None, target: str = "") -> str:
    """What an event tells, without its actor; ``details`` and ``target`` in other words where they are given. A type
    that is no longer registered is told by its name.
    """
    known = TYPES.get(event.type)
    if known is None:
        return event.type
    told = event.details if details is None else details
    return known.sentence.format_map(_Told({**told, TARGET: target or called(event)}))
