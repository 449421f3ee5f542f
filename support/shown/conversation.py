"""What was said about an escalation to people outside and by them, on its page: mails, and word to and from its
printer's API.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum
from django.utils import timezone

from support.commands.asker import Asker
from support.escalations.models import CLOSED, Escalation, EscalationState
from support.escalations.send import WITH_THE_PRINTER, is_first
from support.mail.listing import mails_of, moved
from support.printer_api.listing import told_of_escalation
from support.reasons import Party
from support.shown.mails import ShownMail, may_write, shown_mail
from support.shown.notes import Mask
from support.shown.printer_word import ShownWord, heard_words, told_words
from support.webhooks.listing import calls_of_escalation
from support.webhooks.word import name_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing that was said: a mail, or a word to or from a printer's API."""

    at: datetime
    mail: ShownMail | None = None
    word: ShownWord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The turns of an escalation, newest first. ``live`` while another may come by itself; ``version`` moves with each
    of them, and each change of one. ``write`` is what the way to write is called, "" where there is none.
    """

    escalation: Escalation
    turns: Sequence[Turn]
    live: bool
    version: str
    write: str
    now: datetime


def conversation(escalation: Escalation, asker: Asker, mask: Mask) -> Conversation:
    """As whoever looks sees it, with the way to write."""
    mails = [shown_mail(each, mask) for each in mails_of(escalation.pk)]
    words = _words(escalation, asker, mask)
    turns = [Turn(at=each.mail.made_at, mail=each) for each in mails] + [Turn(at=each.at, word=each) for each in words]
    unsettled = any(not each.settled for each in mails) or any(each.open for each in words)
    return Conversation(
        escalation=escalation,
        turns=sorted(turns, key=lambda turn: turn.at, reverse=True),
        live=unsettled or escalation.state not in CLOSED,
        version=version_of(escalation),
        write=_write(escalation, asker),
        now=timezone.now(),
    )


def version_of(escalation: Escalation) -> str:
    """What an open page compares. Three small queries."""
    calls = escalation.printer_calls.aggregate(tries=Sum("attempts"), settled=Count("settled_at"), all=Count("pk"))
    heard = escalation.webhooks.aggregate(processed=Count("processed_at"), all=Count("pk"))
    told = [escalation.changes, moved(escalation.pk), *calls.values(), *heard.values()]
    return "-".join(str(each or 0) for each in told)


def _words(escalation: Escalation, asker: Asker, mask: Mask) -> list[ShownWord]:
    calls, heard = told_of_escalation(escalation.pk), calls_of_escalation(escalation.pk)
    if not calls and not heard:
        return []
    printer = name_of(escalation.printer_id)
    may_mend = may_write(escalation, asker)
    return [*told_words(calls, printer, may_mend=may_mend), *heard_words(heard, printer, mask)]


def _write(escalation: Escalation, asker: Asker) -> str:
    if escalation.party != Party.PRINTER or not escalation.printer_id or not may_write(escalation, asker):
        return ""
    if is_first(escalation):
        return "Send to the printer"
    return "Write again" if EscalationState(escalation.state) in WITH_THE_PRINTER else ""
