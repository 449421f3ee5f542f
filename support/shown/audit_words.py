"""The words of an event's sentence: codes, ids and amounts as people call them. The event itself keeps the codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from dashboard.limits import MONEY, Limit
from orders.answer.reply import languages
from orders.contract.model import CommandKind
from orders.projections.quarantine import Fate
from support.audit import actors
from support.models import AuditEvent
from support.replies.texts import texts
from support.reveals.kinds import kinds
from support.shown.commands import NOUNS, cause_words
from support.shown.staff_limits import NAMES
from support.templatetags.money import money

LISTED: Final = 3
"""So many of a long enumeration are told in a sentence."""

SHORT: Final = 8
RANDOM: Final = 32
"""An id of ours of so many letters says nothing: its beginning is enough to tell it from others."""

FATES: Final = {
    Fate.APPLIED: "applied",
    Fate.UNCHANGED: "known already",
    Fate.FENCED: "older than what is known",
    Fate.QUARANTINED: "set aside again",
}


def kind_words(kind: str) -> str:
    """What kind of command, or what personal data was looked at for."""
    if kind in set(CommandKind):
        return NOUNS[CommandKind(kind)].lower()
    words = kinds().get(kind, "")
    return words[:1].lower() + words[1:] or kind.replace("_", " ")


def field_words(paths: str) -> str:
    """Fields of personal data without their tables: "email, name, phone and 25 more"."""
    names = (path.partition(".")[2] or path for path in paths.split(", "))
    return ", ".join(dict.fromkeys(name.replace(".", " ").replace("_", " ") for name in names))


def owner_words(actor: str) -> str:
    """Who was given something, by their actor's id."""
    return actors.names([actor])[actor]


def state_words(code: str) -> str:
    """A state or a severity, "sent to printer"."""
    return code.replace("_", " ")


WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "cause": cause_words,
    "reason": cause_words,
    "kind": kind_words,
    "fields": field_words,
    "owner": owner_words,
    "was": state_words,
    "now": state_words,
    "fate": lambda fate: FATES[Fate(fate)] if fate in set(Fate) else fate,
    "kinds": lambda kinds: "something that nothing is looked up by" if kinds == "nothing" else kinds,
}
"""Details that are codes, by name."""


def details_words(event: AuditEvent) -> dict[str, str]:
    """Every detail as a sentence tells it."""
    told = {name: _brief(WORDS.get(name, str)(str(value))) for name, value in event.details.items()}
    return told | (_amounts(event) if event.target_kind == "limit" else {})


def target_words(event: AuditEvent) -> str:
    """What was acted on, without a noun where the kind of target is one."""
    with suppress(LookupError, ValueError):
        return {"limit": _limit, "reply": _reply}[event.target_kind](event.target_id)
    return short(event.target_id)


def short(id_: str) -> str:
    """An id, of which one of ours is cut."""
    return id_[:SHORT] if len(id_) == RANDOM and all(c in "0123456789abcdef" for c in id_) else id_


def _brief(text: str) -> str:
    """Of a long enumeration the first few, and how many more there are; a long id cut."""
    parts = text.split(", ")
    return f"{', '.join(parts[:LISTED])} and {len(parts) - LISTED} more" if len(parts) > LISTED + 1 else short(text)


def _limit(id_: str) -> str:
    """Out of "reprint_cost of senior in EUR"; raises ValueError where it is no limit of today."""
    name, _, whose = id_.partition(" of ")
    return f"“{NAMES[Limit(name)]}” of {whose}"


def _amounts(event: AuditEvent) -> dict[str, str]:
    """Minor units as money."""
    name, currency = event.target_id.partition(" of ")[0], event.target_id.rpartition(" in ")[2]
    kept: dict[str, Any] = {word: event.details.get(word) for word in ("before", "after")}
    return {
        word: money(int(amount), currency) if name in MONEY else f"{int(amount):,}"
        for word, amount in kept.items()
        if str(amount).isdecimal()
    }


def _reply(id_: str) -> str:
    """Out of "photo_missing/de"; raises KeyError where it is no reply of today."""
    key, _, code = id_.partition("/")
    return f"“{texts()[key].label}” in {languages()[code.lower()].frame['name']}"
