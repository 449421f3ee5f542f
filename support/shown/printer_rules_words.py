"""What holds with a printer in words, and what two versions of it make different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from support.printer_rules.rules import Channel, Meaning, Rules
from support.reasons import reasons
from support.templatetags.places import language

CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.MAIL: "by mail",
    Channel.API: "by its API",
    Channel.NONE: "not from here: by phone or its own pages",
}
MEANINGS: Final[Mapping[Meaning, str]] = {
    Meaning.ACKNOWLEDGED: "they have taken it up",
    Meaning.EVIDENCE: "they want more evidence",
    Meaning.APPROVED: "they accept it",
    Meaning.REJECTED: "they refuse it",
    Meaning.CREDITED: "they have paid",
    Meaning.RESOLVED: "it is done",
    Meaning.NOTED: "nothing changes",
}
UNSET: Final = "not set here"
ADDRESS: Final = "Letters go to"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that holds: what it is called, and what it is."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What was otherwise before; "not set here" where nothing was."""

    label: str
    was: str
    now: str


def told(rules: Rules) -> list[Told]:
    """All that holds, in words."""
    return [Told(label, words or UNSET) for label, words in _lines(rules)]


def differences(before: Rules, after: Rules) -> list[Difference]:
    """What a version made different from the one before it, in words."""
    was, now = dict(_lines(before)), dict(_lines(after))
    return [
        Difference(label, was.get(label) or UNSET, now.get(label) or UNSET)
        for label in dict.fromkeys((*was, *now))
        if was.get(label) != now.get(label)
    ]


def _lines(rules: Rules) -> Iterator[tuple[str, str]]:
    yield "It is told of problems", CHANNELS[rules.channel]
    yield ADDRESS, rules.mail
    yield "Letters are written in", language(rules.language)
    yield "Address of its API", rules.api_url
    yield "Its API is spoken as", rules.adapter
    yield "Claims are taken for", _days(rules.claim_days, "from delivery")
    for code, days in rules.windows.items():
        yield f"Claims for “{reasons()[code].label}”" if code in reasons() else code, _days(days, "")
    yield "Not arrived: claimed after", f"{rules.not_arrived_wait_days} working days"
    yield "Looked into after silence of", f"{rules.silence_hours:g} hours"
    for raw, meaning in rules.statuses.items():
        yield f"“{raw}” means", MEANINGS[meaning]


def _days(days: int | None, since: str) -> str:
    return "" if days is None else f"{days} {'day' if days == 1 else 'days'} {since}".strip()
