"""Encrypts printers' secrets by the first of the keys of SECRETS_KEYS, so that older keys can be taken away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from support.printer_rules.models import PrinterSecret
from support.printer_rules.seal import Unreadable, resealed


class Command(BaseCommand):
    """``reseal_secrets``: may be run again and again, and while calls are checked."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        """One after the other, each in a transaction of its own; exit 1 where no key opens one."""
        every = list(PrinterSecret.objects.order_by("pk").values_list("pk", flat=True))
        lost = [pk for pk in every if not _resealed(pk)]
        self.stdout.write(f"{len(every) - len(lost)} secrets are encrypted by the first key.")
        if lost:
            numbers = ", ".join(map(str, lost))
            raise CommandError(f"No key opens {numbers}: bring back the key, or retire them and add others.")


@transaction.atomic
def _resealed(pk: int) -> bool:
    row = PrinterSecret.objects.select_for_update().get(pk=pk)
    try:
        row.sealed = resealed(bytes(row.sealed))
    except Unreadable:
        return False
    row.save(update_fields=["sealed"])
    return True
