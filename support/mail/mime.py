"""A mail as it travels: text, perhaps HTML with its pictures, and files, by the standard library's own rules."""

from __future__ import annotations

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final

from django.conf import settings
from django.utils import timezone

from support.mail.address import sender_domain
from support.mail.attach import Loaded, file_name, media_type
from support.mail.models import Mail

POLICY: Final = SMTP.clone(cte_type="7bit")
"""A header with a line end in it is refused; what is not ASCII is spelt in it, so that no server has to know UTF-8."""

OUR_ID: Final = "X-Printdesk-Mail"


def spelt(mail: Mail, to: str, files: Sequence[Loaded], before: Sequence[str] = ()) -> bytes:
    """The bytes of a mail to an address; ``before`` are the message ids of the thread that it goes on with."""
    message = EmailMessage(policy=POLICY)
    _head(message, mail, to, before)
    message.set_content(mail.text.replace("\r\n", "\n"))
    shown = [file for file in files if file.attachment.cid and mail.html]
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
        html = list(message.iter_parts())[-1]
        for file in shown:
            main, sub = media_type(file.attachment.type)
            html.add_related(file.body, main, sub, cid=f"<{_word(file.attachment.cid)}>", disposition="inline")
    for file in files:
        if file not in shown:
            main, sub = media_type(file.attachment.type)
            message.add_attachment(file.body, main, sub, filename=file_name(file.attachment.name))
    return message.as_bytes()


def message_id(mail: Mail) -> str:
    """Our own name for it; SES writes another one over it, which ``thread`` knows."""
    return f"<{mail.pk}@{sender_domain()}>"


def _head(message: EmailMessage, mail: Mail, to: str, before: Sequence[str]) -> None:
    name, sender = parseaddr(settings.MAIL_FROM)
    message["From"] = Address(name, addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Reply-To"] = settings.MAIL_REPLY_TO.replace("{id}", mail.pk) or Address(name, addr_spec=sender)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = message_id(mail)
    message[OUR_ID] = mail.pk
    message["Auto-Submitted"] = "auto-generated"
    if before:
        message["In-Reply-To"] = before[-1]
        message["References"] = " ".join(before)


def _word(cid: str) -> str:
    """A content id of letters that need no quoting."""
    return "".join(each for each in cid if each.isalnum() or each in "-_.") or "picture"
