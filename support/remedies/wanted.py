"""What somebody wants done about a problem, part by part, before anybody has looked whether it can be."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from orders.projections import keys
from support.audit.record import LONGEST_REASON
from support.commands.refusals import Invalid
from support.commands.wish import LONGEST_KEY
from support.escalations.aim import Named
from support.escalations.models import Severity
from support.notes.words import checked
from support.reasons import reasons
from support.remedies.models import Message
from support.remedies.resolutions import resolutions

HIGHEST: Final = 10**12
"""Of an amount, in minor units."""

LONGEST_SUBJECT: Final = 200
NAMES: Final = ("line_id", "print_job_id", "parcel_id", "printer_id")


class Part(StrEnum):
    """What a remedy is made of; each may be left out."""

    COMMAND = "command"
    ESCALATION = "escalation"
    CLAIM = "claim"
    MESSAGE = "message"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One remedy. ``line_id``, ``print_job_id`` and ``parcel_id`` say about what; ``printer_id`` where it is to be
    printed elsewhere. ``amount`` is what is recommended, ``claimed`` what is claimed, both in minor units. ``words``
    say what happened, for colleagues and whoever decides. ``subject`` and ``text`` are the message, ``link``: with a
    link to upload photos. ``send``: the escalation goes to the printer at once, with the words of ``letter``. What is
    None or "" is as it is suggested; of a text, "" is an empty one.

    ``version`` is the order's as it was looked at, ``plan`` the digest of what was shown; None and "" where nobody
    looked. ``key`` is the same as often as one remedy is sent.
    """

    order_id: str
    line_id: str = ""
    print_job_id: str = ""
    parcel_id: str = ""
    reason: str = ""
    resolution: str = ""
    printer_id: str = ""
    amount: int | None = None
    parts: frozenset[Part] | None = None
    severity: str = ""
    words: str = ""
    send: bool | None = None
    letter: str | None = None
    claimed: int | None = None
    message: Message | None = None
    language: str = ""
    subject: str | None = None
    text: str | None = None
    link: bool | None = None
    note: str | None = None
    version: int | None = None
    plan: str = ""
    key: str = ""

    @property
    def named(self) -> Named:
        """What it is about."""
        return Named(line_id=self.line_id, print_job_id=self.print_job_id, parcel_id=self.parcel_id)

    def checked(self) -> Wanted:
        """With its texts as they are kept. Raises Invalid for what could never be."""
        for name in ("order_id", *NAMES):
            told = getattr(self, name)
            if told and not keys.usable(told):
                raise Invalid(**{name: "This is no id."})
        if not 0 < len(self.key) <= LONGEST_KEY or not self.key.isprintable():
            raise Invalid(key="A key is 1 to 100 printable characters.")
        if self.reason not in reasons():
            raise Invalid(reason="Choose the problem from the list.")
        if self.resolution not in ("", *resolutions()):
            raise Invalid(resolution="Choose what the customer gets.")
        if self.severity not in ("", *Severity.values):
            raise Invalid(severity="Choose how bad it is from the list.")
        for name in ("amount", "claimed"):
            if not 0 <= (getattr(self, name) or 0) <= HIGHEST:
                raise Invalid(**{name: "Type an amount from 0 on."})
        return self._with_texts()

    def digest(self) -> str:
        """SHA-256 of all that is wanted, whoever wants it and whatever was seen: it tells one remedy from another."""
        told = asdict(replace(self, key="", plan="", version=None, parts=None))
        told["parts"] = sorted(self.parts) if self.parts is not None else None
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def _with_texts(self) -> Wanted:
        words = checked_as("words", self.words) if self.words.strip() else ""
        if len(words) > LONGEST_REASON:
            raise Invalid(words=f"At most {LONGEST_REASON:,} characters.")
        if len(self.subject or "") > LONGEST_SUBJECT:
            raise Invalid(subject=f"At most {LONGEST_SUBJECT} characters.")
        told = {name: getattr(self, name) for name in ("subject", "text", "note", "letter")}
        kept: dict[str, Any] = {name: checked_as(name, text) for name, text in told.items() if text is not None}
        return replace(self, words=words, **kept)


def checked_as(field: str, text: str) -> str:
    """Words as they are kept, "" where there are none. Raises Invalid, of that field."""
    try:
        return checked(text, "note" if field == "note" else "text") if text.strip() else ""
    except Invalid as invalid:
        raise Invalid(**{field: next(iter(invalid.errors.values()))}) from invalid
