"""What holds with a printer: what somebody has set here over what the printer's own row says, over the defaults."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Final

from orders.contract.model import Printer
from orders.printers import find_printer
from orders.projections import keys
from support.printer_rules.models import PrinterRules
from support.reasons import reasons

NOT_ARRIVED: Final = "lost"
"""The reason whose window says how long to wait for what has not arrived."""


class Channel(StrEnum):
    """How a printer is told of a problem."""

    MAIL = "mail"
    API = "api"
    NONE = "none"


class Meaning(StrEnum):
    """What a printer's word for a problem means here. *Noted* is understood, and moves nothing."""

    ACKNOWLEDGED = "acknowledged"
    EVIDENCE = "evidence"
    APPROVED = "approved"
    REJECTED = "rejected"
    CREDITED = "credited"
    RESOLVED = "resolved"
    NOTED = "noted"


def _wait_days() -> int:
    """Working days to wait for what has not arrived, where nobody has set other ones."""
    window = reasons()[NOT_ARRIVED].window
    return window.wait_days if window else 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds with one printer.

    ``mail`` is an address, "" where none is known; ``language`` a code of ``orders.answer.reply.languages``;
    ``adapter`` how its API is spoken, ``api_url`` where. ``claim_days`` are calendar days from delivery in which it
    takes claims, None where nobody has told; ``windows`` the same by reason, which count before.
    ``not_arrived_wait_days`` are working days after hand-over. ``statuses`` are its words for problems and what they
    mean, over the adapter's own.
    After ``silence_hours`` without a word about what was sent to it, somebody looks.
    """

    channel: Channel = Channel.MAIL
    mail: str = ""
    language: str = "en"
    adapter: str = "claims-v1"
    api_url: str = ""
    claim_days: int | None = None
    not_arrived_wait_days: int = field(default_factory=_wait_days)
    windows: Mapping[str, int] = field(default_factory=dict)
    statuses: Mapping[str, Meaning] = field(default_factory=dict)
    silence_hours: float = 24.0

    def days_for(self, reason: str) -> int | None:
        """Calendar days in which a reason can be claimed, None where nobody has told."""
        return self.windows.get(reason, self.claim_days)

    def meaning_of(self, raw_status: str) -> Meaning | None:
        """What was set here for a printer's word, whatever its case and spaces; None where nothing was."""
        known = {plain(raw): meaning for raw, meaning in self.statuses.items()}
        return known.get(plain(raw_status))


def plain(raw_status: str) -> str:
    """A printer's word as two of them are compared."""
    return " ".join(unicodedata.normalize("NFKC", raw_status).split()).casefold()


def kept(rules: Rules) -> dict[str, Any]:
    """What of them differs from the defaults, as JSON that a version keeps."""
    told, ordinary = _plain(rules), _plain(Rules())
    return {name: value for name, value in told.items() if value != ordinary[name]}


def read(rules: Mapping[str, Any]) -> Rules:
    """Rules out of what a version keeps; what a later release wrote and this one does not know is left out."""
    known = {each.name for each in fields(Rules)}
    told = {name: value for name, value in rules.items() if name in known}
    if "channel" in told:
        told["channel"] = Channel(told["channel"])
    if "statuses" in told:
        told["statuses"] = {raw: Meaning(meaning) for raw, meaning in told["statuses"].items()}
    return Rules(**told)


def newest(printer_id: str) -> PrinterRules | None:
    """The version in force, None where nobody has set anything."""
    if not keys.usable(printer_id):
        return None
    return PrinterRules.objects.filter(printer_id=printer_id).order_by("-version").first()


def rules_of(printer_id: str, printer: Printer | None = None) -> Rules:
    """What holds with a printer: one query. Its address and claim window are its own row's where nobody has set other
    ones; the row is read where it is not given.
    """
    found = newest(printer_id)
    return with_row(read(found.rules if found else {}), printer or find_printer(printer_id))


def with_row(rules: Rules, printer: Printer | None) -> Rules:
    """The rules over what the printer's row says; the same without one."""
    if printer is None:
        return rules
    days = rules.claim_days if rules.claim_days is not None else printer.claim_window_days or None
    return replace(rules, mail=rules.mail or printer.contact_email, claim_days=days)


def _plain(rules: Rules) -> dict[str, Any]:
    """As JSON has it."""
    about = {each.name: getattr(rules, each.name) for each in fields(Rules)}
    return about | {
        "channel": rules.channel.value,
        "windows": dict(rules.windows),
        "statuses": {raw: meaning.value for raw, meaning in rules.statuses.items()},
    }
