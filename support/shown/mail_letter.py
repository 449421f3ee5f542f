"""The letter of an escalation before it is sent: its frame, the words in it, the photos, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from orders.printers import find_printer
from support.commands.asker import Asker
from support.escalations.models import Escalation
from support.escalations.send import NO_DOOR, NO_PRINTER, is_first
from support.evidence.listing import evidence_of, missing_in
from support.mail.address import to_write_to
from support.mail.attach import Attachment
from support.mail.enclosed import enclosed, name_of, ready
from support.mail.models import Recipient
from support.mail.printer_letter import PrinterLetter, printer_letter, signature
from support.mail.refusals import NoMail, not_configured
from support.printer_rules.rules import Channel, Rules, rules_of
from support.reasons import Party, evidence_names


@dataclass(frozen=True, slots=True)
class TypedLetter:
    """What was sent and could not be done; ``chosen`` is None where nobody has chosen yet. ``problem`` is "" where
    nothing was wrong.
    """

    text: str = ""
    anyway: str = ""
    chosen: Collection[str] | None = None
    problem: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One that may go with it."""

    id: str
    name: str
    shows: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterForm:
    """``trouble`` says why it cannot be sent from here at all. ``over`` are photos that do not fit any more."""

    escalation: Escalation
    first: bool
    printer: str
    way: str
    letter: PrinterLetter | None
    photos: Sequence[Photo]
    over: Sequence[str]
    missing: Sequence[str]
    typed: TypedLetter
    trouble: str = ""
    button: str = field(default="Send")


def letter_form(escalation: Escalation, asker: Asker, typed: TypedLetter | None = None) -> LetterForm:
    """The form, with every photo chosen that fits, until somebody chooses."""
    typed, first = typed or TypedLetter(), is_first(escalation)
    printer = find_printer(escalation.printer_id)
    name = (printer.name if printer else "") or escalation.printer_id
    files = evidence_of(escalation.pk)
    chosen = {each.pk for each in ready(files)} if typed.chosen is None else set(typed.chosen)
    going, over = enclosed(files, chosen & {each.pk for each in ready(files)})
    rules = rules_of(escalation.printer_id, printer)
    trouble, way = _way(escalation, rules)
    names = evidence_names()
    return LetterForm(
        escalation=escalation,
        first=first,
        printer=name,
        way=way,
        letter=_frame(escalation, rules, asker, going, first=first) if not trouble else None,
        photos=[
            Photo(
                id=each.pk,
                name=name_of(each, place),
                shows=names.get(each.shows, "nobody has said what it shows"),
                chosen=each.pk in chosen,
            )
            for place, each in enumerate(ready(files), 1)
        ],
        over=[each.name for each in over],
        missing=[names.get(each, each) for each in missing_in(escalation, files)] if first else (),
        typed=typed,
        trouble=trouble,
        button=f"Send to {name}",
    )


def _way(escalation: Escalation, rules: Rules) -> tuple[str, str]:
    """Why it cannot be sent, or how it goes."""
    if escalation.party != Party.PRINTER or not escalation.printer_id:
        return NO_PRINTER, ""
    if rules.channel is Channel.API:
        return "", "by their API"
    if rules.channel is not Channel.MAIL:
        return NO_DOOR, ""
    try:
        if not settings.MAIL_FROM:
            raise not_configured()
        return "", f"by mail to {to_write_to(Recipient.PRINTER, escalation.printer_id)}"
    except NoMail as refusal:
        return str(refusal), ""


def _frame(
    escalation: Escalation, rules: Rules, asker: Asker, files: Sequence[Attachment], *, first: bool
) -> PrinterLetter | None:
    """The letter around the words: for mail alone, an API takes the words as they are."""
    if rules.channel is not Channel.MAIL:
        return None
    if not first:
        return PrinterLetter("", "", f"\n\n{signature(asker, rules.language)}")
    return printer_letter(escalation, rules, asker, files, timezone.now())
