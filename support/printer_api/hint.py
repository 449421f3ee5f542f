"""An unsigned call of a printer says nothing that counts, but that it may be worth looking: its API is read."""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache

from support.webhooks.wake import wake

READ: Final = "support.tasks.read_printer"
PRINTER_SECONDS: Final = 60
ALL_SECONDS: Final = 2
"""Whoever sends unsigned calls for any number of printers wakes a worker that often, and no more."""


def hint(printer_id: str) -> None:
    """Have its open escalations read from its API soon: at most once a minute and printer. Nothing is told of whether
    there is such a printer. Without Redis nobody is woken; the sweeper looks by itself.
    """
    digest = hashlib.sha256(printer_id.encode("utf-8", "replace")).hexdigest()
    if cache.add("printer-hint", 1, ALL_SECONDS) and cache.add(f"printer-hint:{digest}", 1, PRINTER_SECONDS):
        wake(READ, printer_id)
