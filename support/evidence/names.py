"""What a sender calls a file, made harmless: words that are shown, never a path and never a part of a key."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 120
UNNAMED: Final = "photo"
PARTS: Final = re.compile(r"[/\\]")
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that are not seen, or turn the others around."""


def harmless(name: str) -> str:
    """The last part of a path, without what is not seen; short, and never empty."""
    last = PARTS.split(name[-4 * LONGEST :].rstrip("/\\"))[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in UNSEEN)
    told = " ".join(unicodedata.normalize("NFC", seen).split()).strip(". ")
    return _short(told) or UNNAMED


def _short(name: str) -> str:
    """The beginning, and the end that says what kind it is."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 13]}…{name[-12:]}"
