"""Where mails go: the address of a printer, a colleague or a customer, as it may stand in a mail."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User

from orders.printers import find_printer
from orders.read import load_customer
from support.mail.models import Recipient
from support.mail.refusals import NoMail, Unsendable
from support.mail.suppressed import is_suppressed
from support.printer_rules.rules import rules_of

LONGEST: Final = 254
LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN: Final = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")
DIGITS: Final = re.compile(r"[0-9]{1,9}")


def to_write_to(recipient: Recipient, recipient_id: str) -> str:
    """The address that a mail is posted to, "" of a customer, whose is looked up as it is sent.

    Raises NoMail where there is none, or where what was sent there came back for good.
    """
    if recipient is Recipient.CUSTOMER:
        return ""
    address = _printers(recipient_id) if recipient is Recipient.PRINTER else _colleagues(recipient_id)
    if is_suppressed(address):
        raise NoMail(f"Mail to {address} came back for good. {_instead(recipient)}", "suppressed")
    return address


def customers(user_id: str) -> str:
    """A customer's, as the projection has it now. Raises Unsendable where there is none, without saying what it is."""
    story = load_customer(user_id)
    if story is None or story.customer is None:
        raise Unsendable("The customer’s account is gone, and their address with it.")
    address = ascii_address(story.customer.email)
    if address is None:
        raise Unsendable("The customer’s account has no e-mail address that mail can be sent to.")
    return address


def ascii_address(text: str) -> str | None:
    """One address as SES takes it, its domain in letters of ASCII; None where it is none."""
    local, _, domain = text.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    plain = f"{local}@{domain}"
    return plain if LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain) and len(plain) <= LONGEST else None


def _printers(printer_id: str) -> str:
    printer = find_printer(printer_id)
    written = rules_of(printer_id, printer).mail if printer else ""
    address = ascii_address(written)
    if address is None:
        raise NoMail(f"No e-mail address is known of printer {printer_id}. {_instead(Recipient.PRINTER)}", "no_address")
    return address


def _colleagues(person_id: str) -> str:
    person = User.objects.filter(pk=int(person_id), is_active=True).first() if DIGITS.fullmatch(person_id) else None
    address = ascii_address(person.email) if person else None
    if address is None:
        raise NoMail("No e-mail address is known of this colleague, or they have left.", "no_address")
    return address


def _instead(recipient: Recipient) -> str:
    if recipient is Recipient.PRINTER:
        return "An admin writes down another one in the printer’s rules; until then, do it by phone and record it here."
    return "Their account needs another address."


def sender_domain() -> str:
    """The domain of MAIL_FROM."""
    return parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
