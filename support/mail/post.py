"""Posting a mail: written down in the caller's transaction, sent by a task after it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from celery import current_app
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerGone
from redis.exceptions import RedisError

from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.commands.refusals import Invalid
from support.escalations.models import Escalation
from support.mail.address import to_write_to
from support.mail.attach import Attachment
from support.mail.models import Mail, Recipient
from support.mail.refusals import NoMail, not_configured
from support.models import AuditEvent

__all__ = ["Attachment", "Letter", "NoMail", "post"]

log = logging.getLogger(__name__)

POSTED: Final = EventType("mail.posted", "had {target} sent to a {recipient}")
SEND: Final = "support.tasks.send_mail"
LONGEST_SUBJECT: Final = 200
LONGEST_TEXT: Final = 50_000
LONGEST_HTML: Final = 500_000
LONGEST_KEY: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be sent to whom. ``recipient_id`` is the printer's, customer's or colleague's id: whoever posts it
    names no address. ``html`` may stand beside ``text``, and shows pictures of ``attachments`` by their ``cid``.
    ``key`` is the same as often as one letter is posted.
    """

    recipient: Recipient
    recipient_id: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    escalation: Escalation | None = None
    order_id: str = ""
    key: str

    def checked(self) -> Letter:
        """As it is kept: the subject in one line. Raises Invalid."""
        if not 0 < len(self.key) <= LONGEST_KEY or not self.key.isprintable():
            raise Invalid(key="A key is 1 to 200 printable characters.")
        subject = " ".join("".join(each if each.isprintable() else " " for each in self.subject).split())
        parts = (("subject", subject, LONGEST_SUBJECT), ("text", self.text, LONGEST_TEXT))
        for name, words, longest in (*parts, ("html", self.html, LONGEST_HTML)):
            _check(name, words, longest)
        if not subject or not self.text.strip():
            raise Invalid(**{"text" if subject else "subject": "Write something first."})
        return replace(self, subject=subject)


def post(actor: Actor, letter: Letter, *, person: User | None = None, event: AuditEvent | None = None) -> Mail:
    """The mail that a letter becomes, or became when it was posted before; it goes out after the caller's transaction.

    ``event`` is the audit's row of what it is a part of; without one its own is written. ``person`` hears what becomes
    of it. Raises NoMail (no sender here, no address, an address that takes none) and Invalid.
    """
    before = Mail.objects.filter(key=letter.key).first()
    if before is not None:
        return before
    if not settings.MAIL_FROM:
        raise not_configured()
    letter = letter.checked()
    mail = _drafted(actor, letter, person)
    mail.address = to_write_to(letter.recipient, letter.recipient_id)
    mail.event = event or _told(actor, mail)
    mail.save(force_insert=True)
    transaction.on_commit(partial(wake, mail.pk))
    return mail


def wake(mail_id: str) -> None:
    """Ask a worker to send it at once. Without Redis it is sent a few seconds later, by the sweeper."""
    try:
        current_app.send_task(SEND, (mail_id,), retry=False)
    except (BrokerGone, RedisError) as error:
        log.warning("nobody was woken for a mail: %s", type(error).__name__)


def _drafted(actor: Actor, letter: Letter, person: User | None) -> Mail:
    now = timezone.now()
    return Mail(
        key=letter.key,
        recipient=letter.recipient,
        recipient_id=letter.recipient_id,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        attachments=[each.kept() for each in letter.attachments],
        escalation=letter.escalation,
        order_id=letter.order_id,
        not_before=now,
        made_at=now,
        person=person,
        actor=actor.id,
    )


def _told(actor: Actor, mail: Mail) -> AuditEvent:
    return record(actor, POSTED, Target("mail", mail.pk, mail.order_id), details={"recipient": str(mail.recipient)})


def _check(name: str, words: str, longest: int) -> None:
    """Raises Invalid for what no mail can say."""
    if "\0" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        raise Invalid(**{name: "It holds a character that cannot be sent (NUL or half a character). Take it out."})
    if len(words) > longest:
        raise Invalid(**{name: f"It takes up to {longest:,} characters; this has {len(words) - longest:,} too many."})
