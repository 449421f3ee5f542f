"""Deciding about a mail of which nobody knows whether it was sent, or that was not."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from dashboard.permissions import Permission
from support.audit.record import Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed, NotThere, Refused
from support.mail.change import change
from support.mail.listing import find_mail
from support.mail.models import Mail, MailState
from support.mail.post import wake

WAS_SENT: Final = EventType("mail.was_sent", "said that {target} was sent, of which nobody knew")
ONCE_MORE: Final = EventType("mail.sent_once_more", "had {target} sent once more, which was {was}")
AGAIN_FROM: Final = frozenset({MailState.MAYBE_SENT, MailState.FAILED})


def was_sent(asker: Asker, mail_id: str, seen: int | None = None) -> Mail:
    """It was: nothing is sent again. Raises NotAllowed, NotThere, Refused."""
    return _decide(asker, mail_id, seen, {MailState.MAYBE_SENT}, WAS_SENT, state=MailState.SENT, trouble="")


def once_more(asker: Asker, mail_id: str, seen: int | None = None) -> Mail:
    """It is sent again, though it may then arrive twice. Raises NotAllowed, NotThere, Refused."""
    again = {"state": MailState.WAITING, "trouble": "", "settled_at": None, "claimed_until": None}
    mail = _decide(asker, mail_id, seen, AGAIN_FROM, ONCE_MORE, not_before=timezone.now(), **again)
    transaction.on_commit(partial(wake, mail.pk))
    return mail


@transaction.atomic
def _decide(
    asker: Asker, mail_id: str, seen: int | None, was: frozenset[MailState] | set[MailState], what: EventType, **to: Any
) -> Mail:
    if not asker.may(Permission.MEND_MAIL):
        raise NotAllowed(Permission.MEND_MAIL)
    mail = find_mail(mail_id)
    if mail is None:
        raise NotThere("There is no such mail.")
    if not mail.text:
        raise Refused("Its words are gone, with the customer whom they were about. It is not sent again.")
    before = MailState(mail.state)
    if seen not in (None, mail.changes) or not change(mail, was, **to):
        raise Refused("What is known of this mail has changed. See what it says now.")
    record(asker.actor, what, Target("mail", mail.pk, mail.order_id), details={"was": before.value})
    return mail
