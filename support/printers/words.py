"""Until when a printer is paused here, as a sentence goes on."""

from __future__ import annotations

from datetime import datetime

from dashboard.templatetags.times import moment, zone
from support.printers.models import PrinterPause


def until_words(pause: PrinterPause) -> str:
    """ "until Thu 26 Nov, 14:00 UTC", "until somebody resumes it"."""
    return f"until {end_words(pause.until)}"


def end_words(until: datetime | None) -> str:
    """ "Thu 26 Nov, 14:00 UTC", "somebody resumes it"."""
    return f"{moment(until)} {zone(until)}" if until is not None else "somebody resumes it"
