"""Letters to printers as their pages show them: which one counts for each reason, and one with its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.urls import reverse
from django.utils import timezone

from orders.contract.model import Printer
from support.commands.people import called
from support.commands.refusals import Invalid
from support.printer_rules.check import LONGEST_BODY, LONGEST_SUBJECT, check_letter
from support.printer_rules.letters import versions
from support.printer_rules.models import MailTemplate
from support.printer_rules.rules import newest, read
from support.printer_rules.templates import PLACEHOLDERS, Template, in_force, newest_of, shipped
from support.reasons import groups, reasons
from support.replies.difference import Part, difference
from support.templatetags.places import language as spelled

ANY: Final = "any"
"""The word for all reasons in an address."""

EVERY_REASON: Final = "Any reason"
MOST_VERSIONS: Final = 30
SAMPLE: Final = MappingProxyType(
    {
        "reference": "4F2A91C0",
        "order": "PX-4821-0773",
        "print_job": "j-20931",
        "printer_reference": "K-77120",
        "product": "photo book, 21 × 21 cm, hard cover",
        "reason": "Binding",
        "words": "The spine has come loose over its whole length; the block is out of the cover.",
        "evidence": "- a photo of the fault\n- a photo of the whole product",
        "wanted": "a credit note for the job",
        "answer_by": "Friday, 4 December",
        "sender": "Ana Lopez",
    }
)
"""What an example is filled with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whose letter: ``printer`` is None for that of all, ``reason`` is "" for all reasons."""

    printer: Printer | None
    reason: str

    @property
    def printer_id(self) -> str:
        """ "" for all."""
        return self.printer.printer_id if self.printer else ""

    @property
    def whose(self) -> str:
        """Whom it is written to."""
        return (self.printer.name or self.printer.printer_id) if self.printer else "all printers"

    @property
    def label(self) -> str:
        """What it is written for."""
        return reasons()[self.reason].label if self.reason else EVERY_REASON

    def address(self, act: str = "") -> str:
        """Where it is, or where an ``act`` on it is sent to: "write", "preview", "back"."""
        name, code = f"letter-{act}" if act else "letter", self.reason or ANY
        if self.printer is None:
            return reverse(name, args=[code])
        return reverse(f"printer-{name}", args=[self.printer.printer_id, code])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One letter in the list, and which words count for it; ``own`` where they were written here."""

    id: str
    label: str
    address: str
    source: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterList:
    """All letters of a printer, or those of all printers where it is None, by group of reasons."""

    printer: Printer | None
    name: str
    groups: Sequence[tuple[str, Sequence[Line]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version and what it made different, word by word."""

    row: MailTemplate
    by: str
    why: str | None
    subject: Sequence[Part]
    body: Sequence[Part]
    may_return: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """One letter. ``seen`` is the version in force, 0 for none; ``draft`` what its fields hold; ``own`` whether words
    were written here, else they come from ``source``.
    """

    place: Place
    seen: int
    own: bool
    source: str
    draft: Template
    sample: Template | None
    trouble: Sequence[str]
    history: Sequence[Version]
    more: int
    blanks: Sequence[tuple[str, str]]
    now: datetime

    @property
    def write(self) -> str:
        """Where its words are sent to."""
        return self.place.address("write")

    @property
    def preview(self) -> str:
        """Where they are tried."""
        return self.place.address("preview")

    @property
    def back(self) -> str:
        """Where going back is asked for."""
        return self.place.address("back")

    @property
    def longest(self) -> int:
        """Characters of a letter."""
        return LONGEST_BODY

    @property
    def longest_subject(self) -> int:
        """Characters of a subject."""
        return LONGEST_SUBJECT


def letter_list(printer: Printer | None) -> LetterList:
    """Which letter counts for each reason, in two queries."""
    written, language = newest_of(printer.printer_id if printer else ""), _language(printer)
    every = [Place(printer=printer, reason="")]
    found = [("", [_line(place, written, language) for place in every])]
    for group in groups():
        places = (Place(printer=printer, reason=each.code) for each in group.reasons)
        found.append((group.label, [_line(place, written, language) for place in places]))
    return LetterList(printer=printer, name=Place(printer=printer, reason="").whose, groups=found)


def letter_page(place: Place, draft: Template | None = None) -> LetterPage:
    """The page of one letter, with what was typed so far in ``draft``."""
    rows = list(versions(place.printer_id, place.reason)[: MOST_VERSIONS + 1])
    own = bool(rows and rows[0].body)
    counts = in_force(place.printer_id, place.reason)
    words = Template(counts.subject, counts.body) if counts else shipped(place.reason, _language(place.printer))
    draft = draft or words
    sample, trouble = example(place, draft)
    return LetterPage(
        place=place,
        seen=rows[0].version if rows else 0,
        own=own,
        source=_source(counts, place, _language(place.printer)),
        draft=draft,
        sample=sample,
        trouble=trouble,
        history=_history(rows),
        more=max(0, (rows[0].version if rows else 0) - MOST_VERSIONS),
        blanks=[(f"{{{name}}}", meaning) for name, meaning in PLACEHOLDERS.items()],
        now=timezone.now(),
    )


def example(place: Place, letter: Template) -> tuple[Template | None, list[str]]:
    """How it reads with made-up facts; what is wrong with it instead, where anything is."""
    try:
        check_letter(letter)
    except Invalid as wrong:
        return None, list(wrong.errors.values())
    told = {**SAMPLE, "printer": place.printer.name if place.printer else "Druckerei Beispiel"}
    return letter.filled(**({**told, "reason": place.label} if place.reason else told)), []


def _line(place: Place, written: dict[tuple[str, str], MailTemplate], language: str) -> Line:
    order = ((place.printer_id, place.reason), (place.printer_id, ""), ("", place.reason), ("", ""))
    counts = next((written[each] for each in order if each in written), None)
    return Line(
        id=place.reason or ANY,
        label=place.label,
        address=place.address(),
        source=_source(counts, place, language),
        own=counts is not None and (counts.printer_id, counts.reason) == (place.printer_id, place.reason),
    )


def _source(counts: MailTemplate | None, place: Place, language: str) -> str:
    """Where the words that count come from."""
    if counts is None:
        return f"Printdesk’s own in {spelled(language)}"
    if (counts.printer_id, counts.reason) == (place.printer_id, place.reason):
        return f"written here, version {counts.version}"
    whose = "this printer" if counts.printer_id else "all printers"
    about = f"“{reasons()[counts.reason].label}”" if counts.reason in reasons() else "any reason"
    return f"that of {whose} for {about}"


def _language(printer: Printer | None) -> str:
    found = newest(printer.printer_id) if printer else None
    return read(found.rules if found else {}).language


def _history(rows: Sequence[MailTemplate]) -> list[Version]:
    before = [*rows[1:], MailTemplate()] if rows else []
    return [
        Version(
            row=row,
            by=called(row.by),
            why=_why(row),
            subject=difference(former.subject, row.subject),
            body=difference(former.body, row.body),
            may_return=bool(row.body) and (row.subject, row.body) != (rows[0].subject, rows[0].body),
        )
        for row, former in zip(rows, before, strict=True)
    ][:MOST_VERSIONS]


def _why(row: MailTemplate) -> str | None:
    reason = getattr(row.event, "reason", None)
    return reason.text if reason else None
