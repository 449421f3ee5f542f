"""The mails of an escalation as programs are told of them."""

from __future__ import annotations

from typing import Any

from support.mail.listing import mails_of
from support.shown.mails import shown_mail
from support.shown.notes import Mask


def messages_told(escalation_id: str, mask: Mask) -> list[dict[str, Any]]:
    """The mails of an escalation, oldest first."""
    shown = [shown_mail(each, mask, events=False) for each in mails_of(escalation_id)]
    names = ("made_at", "sent_at", "settled_at", "state", "trouble")
    return [
        {name: getattr(each.mail, name) for name in names}
        | {"message_id": each.mail.pk, "to": each.to, "subject": each.subject, "text": each.text, "files": each.files}
        for each in shown
    ]
