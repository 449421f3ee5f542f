"""Sending an escalation to its printer, and writing again: by mail or by the printer's API, as its rules say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db import transaction

from dashboard.permissions import Permission
from support.audit.types import EventType
from support.claims.sent import claim_sent
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, Refused
from support.escalations.hold import check_may, check_seen, hold, write
from support.escalations.models import Escalation, EscalationState, Step
from support.escalations.move import values_in
from support.escalations.moves import WAYS
from support.escalations.refusals import NotFromHere
from support.escalations.word import tell_owner
from support.evidence.listing import evidence_of, missing_in
from support.mail.attach import Attachment
from support.mail.enclosed import enclosed
from support.mail.models import Mail, Recipient
from support.mail.post import Letter, post
from support.mail.printer_letter import printer_letter, signature
from support.notes.words import checked
from support.printer_api.call import open_at_printer
from support.printer_rules.rules import Channel, Rules, rules_of
from support.reasons import Party

S = EscalationState
SENT: Final = EventType("escalation.sent", "sent {target} to its printer by {channel}, which was {was}")
WROTE: Final = EventType("escalation.wrote", "wrote to the printer of {target} again by {channel}")
WITH_THE_PRINTER: Final = frozenset({S.SENT, S.ACKNOWLEDGED, S.APPROVED, S.REJECTED, S.DISPUTED})
"""States in which somebody there knows of it, so that one writes again."""

NO_DOOR: Final = "This printer is reached neither by mail nor by an API. Phone them, and record it under What happened."
NO_PRINTER: Final = "Letters go to printers, and no printer is named here. Do it outside, and record it."
WHY_WITHOUT: Final = "Say why it is sent although evidence is missing."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outgoing:
    """What goes out: the words and files, by whom, under which step. ``again`` where the printer knows of it."""

    asker: Asker
    escalation: Escalation
    rules: Rules
    words: str
    files: Sequence[Attachment]
    step: Step
    now: datetime
    again: bool


def send(
    asker: Asker,
    escalation_id: str,
    text: str,
    *,
    evidence: Collection[str] = (),
    seen: int | None = None,
    anyway: str | None = None,
) -> Escalation:
    """Send it to its printer and bring it to that state, in one transaction.

    ``text`` are the words in the letter, ``evidence`` the ids of the files that go with it. ``anyway`` says why,
    though something is missing; None where whoever calls has seen to that.

    Raises NotAllowed, NotThere, Invalid (text, evidence, anyway), Changed, NotFromHere, Refused, Busy; and what S3 does
    when it does not answer.
    """
    return _settled(asker, lambda: _send(asker, escalation_id, text, evidence, seen, anyway))


def write_again(
    asker: Asker, escalation_id: str, text: str, *, evidence: Collection[str] = (), seen: int | None = None
) -> Escalation:
    """Write to the printer once more, in the same thread; its state stays. Raises as ``send``."""
    return _settled(asker, lambda: _write_again(asker, escalation_id, text, evidence, seen))


def is_first(escalation: Escalation) -> bool:
    """Whether it can be sent from where it is."""
    return (S(escalation.state), S.SENT) in WAYS


def _settled(asker: Asker, decide: Callable[[], Escalation]) -> Escalation:
    if not asker.may(Permission.MOVE_ESCALATION):
        raise NotAllowed(Permission.MOVE_ESCALATION)
    return settled(decide)


@transaction.atomic
def _send(
    asker: Asker, escalation_id: str, text: str, evidence: Collection[str], seen: int | None, anyway: str | None
) -> Escalation:
    escalation, now, rules = _held(asker, escalation_id, seen)
    was = S(escalation.state)
    if not is_first(escalation):
        raise NotFromHere(f"It is {was.value} and is not sent from there. Write again instead, or reopen it.")
    words, files, without = _checked(escalation, text, evidence)
    note = _kept(rules, _why(without, anyway), words)
    values = values_in(escalation, S.SENT, now)
    details = {"was": was.value, "now": S.SENT.value, "channel": rules.channel.value, "photos": len(files)}
    step = write(escalation, asker.actor, SENT, now, details=details, text=note, **values)
    claim_sent(escalation, asker.actor, now)
    _out(
        _Outgoing(
            asker=asker, escalation=escalation, rules=rules, words=words, files=files, step=step, now=now, again=False
        )
    )
    tell_owner(escalation, asker.person)
    return escalation


@transaction.atomic
def _write_again(
    asker: Asker, escalation_id: str, text: str, evidence: Collection[str], seen: int | None
) -> Escalation:
    escalation, now, rules = _held(asker, escalation_id, seen)
    if S(escalation.state) not in WITH_THE_PRINTER:
        raise NotFromHere("The printer does not know of it, or it is over. Send it, or reopen it.")
    words, files, _without = _checked(escalation, text, evidence)
    details = {"channel": rules.channel.value, "photos": len(files)}
    step = write(escalation, asker.actor, WROTE, now, details=details, text=_kept(rules, "", words))
    _out(
        _Outgoing(
            asker=asker, escalation=escalation, rules=rules, words=words, files=files, step=step, now=now, again=True
        )
    )
    return escalation


def _held(asker: Asker, escalation_id: str, seen: int | None) -> tuple[Escalation, datetime, Rules]:
    escalation, now = hold(escalation_id)
    check_may(asker, escalation, Permission.MOVE_ESCALATION)
    check_seen(escalation, seen)
    if escalation.party != Party.PRINTER or not escalation.printer_id:
        raise Refused(NO_PRINTER)
    rules = rules_of(escalation.printer_id)
    if rules.channel not in DOORS:
        raise Refused(NO_DOOR)
    return escalation, now, rules


def _checked(escalation: Escalation, text: str, evidence: Collection[str]) -> tuple[str, list[Attachment], list[str]]:
    """The words as they go, the files that go along, and what evidence of the reason nobody has. Raises Invalid."""
    if not text.strip():
        raise Invalid(text="Write what is wrong, for the printer.")
    words, files = checked(text, "letter"), evidence_of(escalation.pk)
    fitting, _over = enclosed(files, evidence)
    return words, fitting, missing_in(escalation, files)


def _why(without: Sequence[str], anyway: str | None) -> str:
    """What colleagues read of what is missing. Raises Invalid where nobody says why it goes without."""
    if not without or anyway is None:
        return ""
    if not anyway.strip():
        raise Invalid(anyway=WHY_WITHOUT)
    return f"Sent without {', '.join(without)}: {checked(anyway, 'reason')}"


def _kept(rules: Rules, note: str, words: str) -> str:
    """What its step keeps: a mail has its words itself, what an API was told is read nowhere else."""
    return "\n\n".join(filter(None, (note, words if rules.channel is Channel.API else "")))


def _out(going: _Outgoing) -> None:
    DOORS[going.rules.channel](going)


def _by_mail(going: _Outgoing) -> None:
    escalation, asker = going.escalation, going.asker
    subject, text = _again(going) if going.again else _first(going)
    letter = Letter(
        recipient=Recipient.PRINTER,
        recipient_id=escalation.printer_id,
        subject=subject,
        text=text,
        attachments=tuple(going.files),
        escalation=escalation,
        order_id=escalation.order_id,
        key=f"escalation:{escalation.pk}:{escalation.changes}",
    )
    post(asker.actor, letter, person=asker.person, event=going.step.event)


def _first(going: _Outgoing) -> tuple[str, str]:
    letter = printer_letter(going.escalation, going.rules, going.asker, going.files, going.now)
    return letter.subject, letter.text(going.words)


def _again(going: _Outgoing) -> tuple[str, str]:
    """In the thread of the last mail to them, where there is one."""
    whose = {"escalation": going.escalation, "recipient": Recipient.PRINTER}
    last = Mail.objects.filter(**whose, recipient_id=going.escalation.printer_id).order_by("-made_at").first()
    if last is None or not last.subject:
        return _first(going)
    subject = f"Re: {last.subject.removeprefix('Re: ')}"
    return subject, f"{going.words}\n\n{signature(going.asker, going.rules.language)}"


def _by_api(going: _Outgoing) -> None:
    open_at_printer(going.asker, going.escalation, going.words, going.files)


DOORS: Final = MappingProxyType({Channel.MAIL: _by_mail, Channel.API: _by_api})
"""How each channel takes it; there is none for printers that are phoned."""
