"""Mails as people read them: one, and those of an escalation as a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from dashboard.permissions import Permission
from orders.answer.model import Tone
from orders.read import load_story
from support import masking
from support.commands.asker import Asker
from support.commands.people import called
from support.escalations.hold import is_own
from support.escalations.models import Escalation
from support.mail.listing import LATE_AFTER
from support.mail.mend import AGAIN_FROM
from support.mail.models import Mail, MailEvent, MailState, Recipient
from support.mail.told import Kind
from support.shown.notes import Mask, masked

S = MailState
STATES: Final = {
    S.WAITING: ("Waiting to be sent", Tone.IDLE),
    S.SENDING: ("Being sent", Tone.IDLE),
    S.SENT: ("Sent", Tone.IDLE),
    S.MAYBE_SENT: ("Maybe sent", Tone.WARN),
    S.DELIVERED: ("Delivered", Tone.OK),
    S.BOUNCED: ("Came back", Tone.FAIL),
    S.COMPLAINED: ("Marked as spam", Tone.FAIL),
    S.FAILED: ("Not sent", Tone.FAIL),
    S.WITHDRAWN: ("Withdrawn", Tone.IDLE),
}
KINDS: Final = {
    Kind.SEND.value: "SES took it",
    Kind.DELIVERY.value: "Their mail server took it",
    Kind.DELAY.value: "Their mail server does not take it yet; SES goes on trying",
    Kind.BOUNCE_PERMANENT.value: "Came back for good",
    Kind.BOUNCE_TRANSIENT.value: "Came back; later it might arrive",
    Kind.BOUNCE_UNDETERMINED.value: "Came back, nobody says why",
    Kind.COMPLAINT.value: "They marked it as spam",
    Kind.REJECT.value: "SES did not send it",
    Kind.RENDERING_FAILURE.value: "SES could not make it",
}
SETTLED: Final = frozenset({S.DELIVERED, S.BOUNCED, S.COMPLAINED, S.FAILED, S.WITHDRAWN})
WORDS_GONE: Final = "Its words are gone, with the customer whom they were about."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """What SES told of a mail."""

    event: MailEvent
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMail:
    """One mail. ``at`` is when it came to its state; ``to`` names no customer. ``late`` where it should be out."""

    mail: Mail
    label: str
    tone: Tone
    at: datetime
    address: str
    to: str
    to_address: str
    who: str
    subject: str
    text: str
    files: Sequence[str]
    events: Sequence[ShownEvent]
    late: bool
    settled: bool
    maybe: bool
    again: bool


def shown_mail(mail: Mail, mask: Mask, *, events: bool = True) -> ShownMail:
    """One, its words masked."""
    state = S(mail.state)
    label, tone = STATES[state]
    late = state in (S.WAITING, S.SENDING) and mail.made_at < timezone.now() - LATE_AFTER
    to, to_address = _to(mail)
    return ShownMail(
        mail=mail,
        label=label,
        tone=Tone.WARN if late else tone,
        at=mail.settled_at or mail.sent_at or mail.made_at,
        address=reverse("mail", args=[mail.pk]),
        to=to,
        to_address=to_address,
        who=called(mail.person) if mail.person else "Printdesk",
        subject=mask(mail.subject),
        text=mask(mail.text) or WORDS_GONE,
        files=[str(each["name"]) for each in mail.attachments],
        events=[_event(each) for each in mail.events.all()] if events else (),
        late=late,
        settled=state in SETTLED,
        maybe=state is S.MAYBE_SENT,
        again=state in AGAIN_FROM,
    )


def mask_of(mail: Mail) -> Mask:
    """How its words are shown: without what its order's rows know to be personal; a customer's without an order not."""
    story = load_story(mail.order_id) if mail.order_id else None
    if story is None and mail.recipient == Recipient.CUSTOMER:
        return lambda _text: masking.MASK
    return masked(masking.story_secrets(story) if story else masking.NOTHING)


def escalation_mask(escalation: Escalation) -> Mask:
    """The same for all of an escalation."""
    story = load_story(escalation.order_id) if escalation.order_id else None
    return masked(masking.story_secrets(story) if story else masking.NOTHING)


def may_write(escalation: Escalation, asker: Asker) -> bool:
    """Whether it is theirs to write to its printer."""
    return asker.may(Permission.MOVE_ESCALATION, own=is_own(asker, escalation))


def _to(mail: Mail) -> tuple[str, str]:
    """Whom it is to, and a page of theirs."""
    if mail.recipient == Recipient.CUSTOMER:
        return "the customer", reverse("customer", args=[mail.recipient_id])
    if mail.recipient == Recipient.STAFF:
        person = User.objects.filter(pk=int(mail.recipient_id)).first() if mail.recipient_id.isdecimal() else None
        return (called(person) if person else "a colleague who has left"), ""
    return f"printer {mail.recipient_id}, {mail.address}", ""


def _event(event: MailEvent) -> ShownEvent:
    return ShownEvent(event=event, words=KINDS.get(event.type, f"SES says: {event.type}"))
