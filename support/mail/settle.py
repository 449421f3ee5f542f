"""What SES told of a mail, applied: kept once, and the mail brought to what all that was told makes of it."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from support.escalations.hold import hold
from support.mail.back import end_badly
from support.mail.change import change
from support.mail.events import Told
from support.mail.models import Mail, MailEvent, MailState, Recipient
from support.mail.told import Kind, come_to

S = MailState
BAD: Final = frozenset({S.BOUNCED, S.COMPLAINED, S.FAILED})
RANK: Final = (S.WAITING, S.SENDING, S.MAYBE_SENT, S.WITHDRAWN, S.FAILED, S.SENT, S.DELIVERED, S.BOUNCED, S.COMPLAINED)
"""A mail goes on from left to right, but for a mailbox that was full and takes it after all."""

INSTEAD: Final = {
    Kind.BOUNCE_PERMANENT.value: "The mailbox does not exist or takes nothing. Find out another address, or phone.",
    Kind.BOUNCE_TRANSIENT.value: "The mailbox was full or away, and SES has given up. Write again later, or phone.",
    Kind.BOUNCE_UNDETERMINED.value: "It is not known why. Write again, or phone.",
    Kind.COMPLAINT.value: "They marked it as spam. Phone them before anything more is sent there.",
    Kind.REJECT.value: "SES found something harmful in it and did not send it. Look at what went with it.",
    Kind.RENDERING_FAILURE.value: "SES could not make a mail of it.",
}
LONGEST_TROUBLE: Final = 500


@transaction.atomic
def settle(told: Told) -> MailEvent | None:
    """What is kept of it; None where it was told before. Raises what the database does."""
    now = timezone.now()
    mail = _mail(told)
    if mail is not None and mail.escalation_id:
        hold(mail.escalation_id)  # before the mail, as everywhere
    mail = Mail.objects.select_for_update().get(pk=mail.pk) if mail else None
    foreign = mail is not None and not _is_ours(told, mail)
    kept = MailEvent(
        told_id=told.id,
        mail=None if foreign else mail,
        type=Kind.FOREIGN.value if foreign else told.type,
        at=min(told.at or now, now),
        heard_at=now,
        words=f"It names mail {mail.pk}, and is not of it." if foreign and mail else told.words,
    )
    _made, created = MailEvent.objects.get_or_create(told_id=told.id, defaults=_fields(kept))
    if created and mail is not None and not foreign:
        _move(mail, told, now)
    return kept if created else None


def unreadable(message_id: str, words: str) -> None:
    """Keep that something came which is none of SES's events; twice is once."""
    now = timezone.now()
    about = {"type": Kind.UNREADABLE.value, "at": now, "heard_at": now, "words": words[:LONGEST_TROUBLE]}
    MailEvent.objects.get_or_create(told_id=f"sqs:{message_id}"[:200], defaults=about)


def _mail(told: Told) -> Mail | None:
    """By our tag; else by the id that SES gave it."""
    found = Mail.objects.filter(pk=told.mail_id).first() if told.mail_id else None
    if found is None and told.provider_id and not told.mail_id:
        found = Mail.objects.filter(provider_id=told.provider_id).first()
    return found


def _is_ours(told: Told, mail: Mail) -> bool:
    """Whether what it says of sender, recipient and id fits the mail that it names."""
    sender = parseaddr(settings.MAIL_FROM)[1].lower()
    if told.source and parseaddr(told.source)[1].lower() != sender:
        return False
    if mail.recipient != Recipient.CUSTOMER and told.destination and mail.address.lower() not in told.destination:
        return False
    # Of a second attempt each of the two has an id of its own.
    return mail.attempts > 1 or not mail.provider_id or told.provider_id == mail.provider_id


def _move(mail: Mail, told: Told, now: datetime) -> None:
    known = set(mail.events.values_list("type", flat=True))
    to, was = come_to(known), S(mail.state)
    if to is None or to is was or not _goes_on(was, to, known):
        return
    more = _more(mail, told, now)
    if to in BAD:
        end_badly(mail, [was], to, _trouble(told), **more)
    else:
        change(mail, [was], state=to, trouble="", claimed_until=None, **more)


def _goes_on(was: MailState, to: MailState, known: set[str]) -> bool:
    if was is S.BOUNCED and to is S.DELIVERED:
        return Kind.BOUNCE_PERMANENT not in known
    return RANK.index(to) > RANK.index(was) or (was is S.SENT and to is S.FAILED)


def _more(mail: Mail, told: Told, now: datetime) -> dict[str, Any]:
    about: dict[str, Any] = {"settled_at": told.at or now}
    if not mail.provider_id and told.provider_id:
        about["provider_id"] = told.provider_id
    if mail.sent_at is None:
        about["sent_at"] = min(told.at or now, now)
    return about


def _trouble(told: Told) -> str:
    words = f"{told.words}. {INSTEAD.get(told.type, '')}" if told.words else INSTEAD.get(told.type, "")
    return words.strip()[:LONGEST_TROUBLE]


def _fields(kept: MailEvent) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in ("mail", "type", "at", "heard_at", "words")}
