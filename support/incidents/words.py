"""What an incident is about, in a few words without personal data."""

from __future__ import annotations

from typing import Final

from support.incidents.facts import EVERY, split_subject
from support.incidents.models import Dimension, Signal
from support.incidents.series import Suspect

AT_PRINTERS: Final = {
    Signal.REJECTS: "Rejections by {printer}{product}",
    Signal.PRINT_ERRORS: "Print errors at {printer}{product}",
    Signal.CLAIMS: "Claims about {printer}{product}",
}


def what(suspect: Suspect) -> str:
    """ "Failed renders of template coast, version 12.1: template error"; a headline."""
    code = f": {plain(suspect.code)}" if suspect.code else ""
    match suspect.dimension:
        case Dimension.TEMPLATE:
            template, _, version = suspect.subject.rpartition("@")
            return f"Failed renders of template {template}, version {version}{code}"
        case Dimension.RENDERER:
            return f"Failed renders by renderer {suspect.subject}{code}"
        case Dimension.FAILURE_CODE:
            return f"Failed renders: {plain(suspect.subject)}"
    printer, product = split_subject(suspect.subject)
    about = "" if product == EVERY else f": {product}"
    return AT_PRINTERS[Signal(suspect.signal)].format(printer=printer, product=about)


def plain(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")
