"""Who may change what holds with a printer, and that there is one."""

from __future__ import annotations

from django.contrib.auth.models import User

from dashboard.permissions import Permission
from orders.contract.model import Printer
from orders.printers import find_printer
from support.audit.record import LONGEST_REASON
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere

WHY = "Say why, so that whoever reads the history knows."


def person_of(asker: Asker) -> User:
    """The person who asks. Raises NotAllowed."""
    if asker.person is None or not asker.may(Permission.MANAGE_PRINTER_RULES):
        raise NotAllowed(Permission.MANAGE_PRINTER_RULES)
    return asker.person


def printer_there(printer_id: str) -> Printer:
    """The printer. Raises NotThere."""
    printer = find_printer(printer_id)
    if printer is None:
        raise NotThere("There is no such printer.")
    return printer


def check_reason(reason: str) -> None:
    """Raises Invalid without one, or with one that is not kept whole."""
    if not reason.strip():
        raise Invalid(reason=WHY)
    if len(reason) > LONGEST_REASON:
        raise Invalid(reason=f"At most {LONGEST_REASON:,} characters.")
