"""Telling those who print, and managers, that a printer gets work no more, or again."""

from __future__ import annotations

from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib.auth.models import User
from django.urls import reverse

from dashboard.roles import Role
from orders.printers import find_printer
from support.commands.people import called
from support.notices.models import NoticeKind
from support.notices.tell import tell
from support.printers.models import PrinterPause
from support.printers.words import until_words

TOLD: Final = (Role.OPS, Role.SENIOR, Role.MANAGER)


def name_of(printer_id: str) -> str:
    """What a printer is called; its id where its row has no name, or cannot be read just now."""
    try:
        printer = find_printer(printer_id)
    except (BotoCoreError, ClientError):
        return printer_id
    return printer.name if printer and printer.name else printer_id


def tell_paused(pause: PrinterPause, name: str) -> None:
    """Everybody but who did it."""
    text = f"{name} is paused here {until_words(pause)}, by {called(pause.by)}: new reprints avoid it"
    _tell(pause, "paused", text, beside=pause.by)


def tell_ended(pause: PrinterPause, name: str, by: User | None = None) -> None:
    """Everybody but who did it; ``by`` is None where its time was over."""
    how = f"resumed by {called(by)}" if by is not None else "the time of its pause is over"
    _tell(pause, "ended", f"{name} gets new work again: {how}", beside=by)


def _tell(pause: PrinterPause, what: str, text: str, beside: User | None) -> None:
    roles = [role.value for role in TOLD]
    people = User.objects.filter(is_active=True, groups__name__in=roles).distinct()
    address = reverse("printer", args=[pause.printer_id])
    for person in people.exclude(pk=beside.pk) if beside is not None else people:
        tell(person, NoticeKind.PRINTER, f"pause:{pause.pk}:{what}", "", text, address)
