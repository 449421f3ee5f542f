"""A mail that went wrong comes back: to its escalation as something that happened, to whoever cares as a notice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from dashboard.roles import Role
from support.audit.record import Actor
from support.audit.types import EventType
from support.escalations.hold import hold, write
from support.escalations.models import Escalation
from support.escalations.names import about
from support.mail.change import change
from support.mail.models import Mail, MailState
from support.notices.models import NoticeKind
from support.notices.tell import tell

CAME_BACK: Final = EventType("escalation.mail_troubled", "said of a mail about {target} that it {what}")
OURSELVES: Final = Actor("printdesk", "service")
WHAT: Final = {
    MailState.MAYBE_SENT: "may not have been sent",
    MailState.BOUNCED: "came back",
    MailState.COMPLAINED: "was marked as spam",
    MailState.FAILED: "could not be sent",
}
"""What went wrong with a mail by its state, after "it"."""


@transaction.atomic
def end_badly(mail: Mail, was: Collection[MailState], to: MailState, trouble: str, **more: Any) -> bool:
    """Bring it to a state of trouble, and tell of it once; whether it was in one of the states ``was``.

    The escalation is held before the mail, as everywhere. Raises what the database does where others hold it.
    """
    held = hold(mail.escalation_id) if mail.escalation_id else None
    if not change(mail, was, state=to, trouble=trouble, claimed_until=None, **more):
        return False
    if held is not None:
        write(held[0], OURSELVES, CAME_BACK, held[1], details={"what": WHAT[to], "mail": mail.pk}, text=trouble)
    _tell(mail, held[0] if held else None, to)
    return True


def _tell(mail: Mail, escalation: Escalation | None, to: MailState) -> None:
    which = f"about {about(escalation)}" if escalation else f"to a {mail.recipient}"
    for person in _people(mail, escalation):
        text = f"A mail {which} {WHAT[to]}. Look at it."
        address = reverse("mail", args=[mail.pk])
        tell(person, NoticeKind.MAIL, f"mail:{mail.pk}:{mail.changes}", mail.order_id, text, address)


def _people(mail: Mail, escalation: Escalation | None) -> Iterable[User]:
    """The escalation's owner, else who sent it; else the seniors, who may decide."""
    for person in (escalation.owner if escalation else None, mail.person):
        if person is not None and person.is_active:
            return [person]
    return User.objects.filter(is_active=True, groups__name=Role.SENIOR)
