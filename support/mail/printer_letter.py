"""The letter of an escalation to its printer: a template filled with what the order's rows say and somebody writes.
Nothing in it is about the customer, unless whoever sends it writes so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orders.contract.model import Printer, PrintJob
from orders.printers import find_printer
from orders.read import load_story
from orders.snapshot import OrderSnapshot
from support.commands.asker import Asker
from support.escalations.deadlines import ladder
from support.escalations.models import Escalation, EscalationState, Severity
from support.escalations.worktime import worktime_of
from support.mail.attach import Attachment
from support.mail.printer_words import printer_words
from support.printer_rules.rules import Rules
from support.printer_rules.templates import template_for

REFERENCE_LETTERS: Final = 8
WORDS_GO_HERE: Final = "\ue000"
"""A letter of no script: it marks in a filled template where its words come."""


@dataclass(frozen=True, slots=True)
class PrinterLetter:
    """A letter around the words that are still to be written, between ``before`` and ``after``."""

    subject: str
    before: str
    after: str

    def text(self, words: str) -> str:
        """The whole of it."""
        return f"{self.before}{words}{self.after}"


def printer_letter(
    escalation: Escalation, rules: Rules, asker: Asker, files: Sequence[Attachment], now: datetime
) -> PrinterLetter:
    """The letter to the escalation's printer, in its language: two or three reads of the projection."""
    about = _about(escalation, rules, asker, files, now)
    template = template_for(escalation.printer_id, escalation.reason, rules.language)
    filled = template.filled(**about, words=WORDS_GO_HERE)
    before, _, after = filled.body.partition(WORDS_GO_HERE)
    return PrinterLetter(filled.subject.replace(WORDS_GO_HERE, ""), before, after.replace(WORDS_GO_HERE, ""))


def reference_of(escalation: Escalation) -> str:
    """By what a printer names our case in its answers: short enough for a subject."""
    return f"PD-{escalation.pk[:REFERENCE_LETTERS].upper()}"


def signature(asker: Asker, language: str) -> str:
    """Who signs: the colleague by name; for a program, whoever answers."""
    person = asker.person
    return (person.get_full_name() or person.get_username()) if person else printer_words(language).somebody


def _about(
    escalation: Escalation, rules: Rules, asker: Asker, files: Sequence[Attachment], now: datetime
) -> dict[str, str]:
    printer = find_printer(escalation.printer_id)
    story = load_story(escalation.order_id) if escalation.order_id else None
    job = _job(story.snapshot, escalation) if story else None
    words = printer_words(rules.language)
    return {
        "printer": (printer.name if printer else "") or escalation.printer_id,
        "reference": reference_of(escalation),
        "order": escalation.order_number or escalation.order_id or "–",
        "print_job": (job.print_job_id if job else escalation.print_job_id) or "–",
        "printer_reference": (job.printer_reference if job else "") or "–",
        "product": (_product(story.snapshot, escalation, job) if story else "") or "–",
        "reason": words.reason(escalation.reason),
        "evidence": "\n".join(f"  {file.name}" for file in files) or words.nothing,
        "wanted": words.wanted,
        "answer_by": _answer_by(escalation, printer, words.day, now),
        "sender": signature(asker, rules.language),
    }


def _job(snapshot: OrderSnapshot, escalation: Escalation) -> PrintJob | None:
    """The print job that it is about, or the only one that the printer has of it."""
    theirs = [job for job in snapshot.print_jobs if job.printer_id == escalation.printer_id]
    if escalation.print_job_id:
        return next((job for job in theirs if job.print_job_id == escalation.print_job_id), None)
    ofline = [job for job in theirs if job.line_id == escalation.line_id] if escalation.line_id else theirs
    return ofline[0] if len(ofline) == 1 else None


def _product(snapshot: OrderSnapshot, escalation: Escalation, job: PrintJob | None) -> str:
    wanted = job.line_id if job else escalation.line_id
    lines = [line for line in snapshot.lines if line.line_id == wanted or not wanted]
    return ", ".join(f"{line.quantity or 1} × {line.product.replace('-', ' ')}" for line in lines if line.product)


def _answer_by(escalation: Escalation, printer: Printer | None, spelt: str, now: datetime) -> str:
    """The day on which we would ask again, by the printer's clock."""
    worktime = worktime_of(printer)
    begun = ladder(EscalationState.SENT, Severity(escalation.severity), now, worktime)
    day = (begun.due_at if begun else now).astimezone(worktime.zone)
    return spelt.format(day=f"{day.day:02}", month=f"{day.month:02}", year=day.year)
