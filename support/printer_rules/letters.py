"""Writing a letter for a printer and a reason, taking it back, going back: a new version each time, audited."""

from __future__ import annotations

from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from support.audit.record import Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotThere
from support.printer_rules.check import check_letter
from support.printer_rules.models import MailTemplate
from support.printer_rules.refusals import Overtaken
from support.printer_rules.templates import Template
from support.printer_rules.who import check_reason, person_of, printer_there
from support.reasons import reasons

WRITTEN: Final = EventType("printer.letter_written", "wrote the letter {target} anew, as version {version}")
TAKEN_BACK: Final = EventType("printer.letter_taken_back", "took back the letter {target}, as version {version}")
SAME: Final = "This is what is written already."
NOTHING: Final = "There is nothing to take back: nobody has written one here."


def write(asker: Asker, printer_id: str, reason: str, letter: Template, *, why: str, seen: int) -> MailTemplate:
    """Let these words go to a printer (to all where ``printer_id`` is "") for a reason (for all where it is "").
    ``seen`` is the version that was looked at. Raises NotAllowed, NotThere, Invalid (subject, body, reason), Overtaken.
    """
    letter = Template(letter.subject.strip(), tidy(letter.body))
    check_letter(letter)
    return _put(asker, printer_id, reason, letter, why, seen)


def take_back(asker: Asker, printer_id: str, reason: str, *, why: str, seen: int) -> MailTemplate:
    """Let the next wider letter count again. Raises as ``write`` does."""
    return _put(asker, printer_id, reason, Template("", ""), why, seen)


def bring_back(asker: Asker, printer_id: str, reason: str, former: int, *, why: str, seen: int) -> MailTemplate:
    """Let the words of an earlier version count again; 0 takes back what is written. Raises as ``write`` does."""
    if not former:
        return take_back(asker, printer_id, reason, why=why, seen=seen)
    found = versions(printer_id, reason).filter(version=former).first()
    if found is None:
        raise NotThere("There is no such version.")
    if not found.body:
        return take_back(asker, printer_id, reason, why=why, seen=seen)
    return write(asker, printer_id, reason, Template(found.subject, found.body), why=why, seen=seen)


def versions(printer_id: str, reason: str) -> QuerySet[MailTemplate]:
    """Newest first, with who wrote them and why."""
    found = MailTemplate.objects.filter(printer_id=printer_id, reason=reason).order_by("-version")
    return found.select_related("by", "event__reason")


def tidy(text: str) -> str:
    """Lines as they are kept: ended by one character each, nothing around the whole."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _put(asker: Asker, printer_id: str, reason: str, letter: Template, why: str, seen: int) -> MailTemplate:
    person = person_of(asker)
    _check_place(printer_id, reason)
    check_reason(why)
    last = versions(printer_id, reason).first()
    version, before = (last.version, Template(last.subject, last.body)) if last else (0, Template("", ""))
    if version != seen:
        raise Overtaken
    if letter == before:
        raise Invalid(body=SAME if letter.body else NOTHING)
    try:
        with transaction.atomic():
            about = Target("letter", f"{printer_id or 'all'}/{reason or 'any'}")
            what = WRITTEN if letter.body else TAKEN_BACK
            event = record(asker.actor, what, about, reason=why, details={"version": version + 1})
            return MailTemplate.objects.create(
                printer_id=printer_id, reason=reason, version=version + 1, subject=letter.subject, body=letter.body,
                at=event.at, by=person, event=event,
            )  # fmt: skip
    except IntegrityError as error:  # who came between is told apart by the number of the version
        raise Overtaken from error


def _check_place(printer_id: str, reason: str) -> None:
    """Raises NotThere."""
    if printer_id:
        printer_there(printer_id)
    if reason and reason not in reasons():
        raise NotThere("There is no such reason.")
