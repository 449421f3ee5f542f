"""Letters to printers: the one that somebody has written for a printer and a reason, else one that came with Printdesk.

A letter is words with blanks, filled by name alone (``orders.answer.blanks``): it can do no more than be read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from django.db.models import Q

from orders.answer.blanks import filled
from orders.projections import keys
from support.printer_rules.models import MailTemplate
from support.printer_rules.rules import newest, read
from support.reasons import groups

PLACEHOLDERS: Final = MappingProxyType(
    {
        "printer": "the printer’s name",
        "reference": "our reference of the case: answers are found by it",
        "order": "our order number",
        "print_job": "the print job’s id",
        "printer_reference": "the printer’s own reference of the job",
        "product": "what was printed",
        "reason": "what is wrong, as the list of reasons calls it",
        "words": "what the person who sends it writes",
        "evidence": "the photos and papers that go with it, one a line",
        "wanted": "what we ask for: a reprint, a credit note",
        "answer_by": "the day by which we ask for an answer",
        "sender": "the name of whoever sends it",
    }
)
"""What a letter may have filled in, and what each becomes. Nothing of it is personal to the customer."""

NEEDED: Final = ("reference", "words")
"""What no letter goes without: answers could not be told apart, and nobody would know what is the matter."""

FALLBACK: Final = "en"
OTHERWISE: Final = "other"


@dataclass(frozen=True, slots=True)
class Template:
    """A letter before its blanks are filled."""

    subject: str
    body: str

    def filled(self, **known: str) -> Template:
        """The letter with its blanks filled by name; the subject is one line, whatever they hold."""
        return Template(" ".join(filled(self.subject, **known).split()), filled(self.body, **known))


def template_for(printer_id: str, reason: str, language: str = "") -> Template:
    """The letter for a printer and a reason: the narrowest that somebody has written, else Printdesk's own in
    ``language``, which is the printer's where it is not given.
    """
    written = in_force(printer_id, reason)
    if written is not None:
        return Template(written.subject, written.body)
    return shipped(reason, language or _language(printer_id))


def in_force(printer_id: str, reason: str) -> MailTemplate | None:
    """The narrowest that somebody has written and not taken back, in one query: the printer's for the reason, its own
    for all reasons, that of all printers for the reason, that of all for all.
    """
    found = newest_of(printer_id, {"", reason})
    places = ((printer_id, reason), (printer_id, ""), ("", reason), ("", ""))
    return next((found[place] for place in places if place in found), None)


def newest_of(printer_id: str, reasons: Collection[str] | None = None) -> dict[tuple[str, str], MailTemplate]:
    """What is written for a printer and for all, by printer and reason; what was taken back is not there."""
    whose = {"", printer_id if keys.usable(printer_id) else ""}
    about = Q(printer_id__in=whose) if reasons is None else Q(printer_id__in=whose, reason__in=reasons)
    rows = MailTemplate.objects.filter(about).order_by("printer_id", "reason", "-version")
    return {(row.printer_id, row.reason): row for row in rows.distinct("printer_id", "reason") if row.body}


def shipped(reason: str, language: str) -> Template:
    """The letter that came with Printdesk, by the reason's group; in English where the language has none."""
    letters = _shipped()
    found = letters.get(language.lower()) or letters[FALLBACK]
    return found.get(_groups().get(reason, OTHERWISE), found[OTHERWISE])


@cache
def _shipped() -> dict[str, dict[str, Template]]:
    told = tomllib.loads(Path(__file__).with_name("templates.toml").read_text(encoding="utf-8"))
    return {
        language: {group: Template(about["subject"], about["body"].strip()) for group, about in letters.items()}
        for language, letters in told.items()
    }


@cache
def _groups() -> dict[str, str]:
    """The name of its group by each reason's code."""
    return {reason.code: group.label.lower() for group in groups() for reason in group.reasons}


def _language(printer_id: str) -> str:
    found = newest(printer_id)
    return read(found.rules if found else {}).language
