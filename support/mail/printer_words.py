"""What printers are told where nobody has said otherwise, in their language: the data of words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from support.reasons import reasons

FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterWords:
    """The words of one language. ``day`` is how a day is spelt, ``ask`` asks for ``wanted``, ``over`` is said as we
    ask for nothing more. ``reasons`` are the names of reasons by code, where they are not those of reasons.toml.
    """

    wanted: str
    nothing: str
    day: str
    somebody: str
    ask: str
    over: str
    reasons: Mapping[str, str] = field(default_factory=dict)

    def reason(self, code: str) -> str:
        """What is wrong, as one would write it to the printer; the code itself where nobody knows that reason."""
        known = reasons().get(code)
        return self.reasons.get(code) or (known.label if known else code)

    def opening(self, code: str) -> str:
        """What is told of a problem where nobody writes more and no letter is around it."""
        return f"{self.reason(code)}. {self.ask.format(wanted=self.wanted)}"


def printer_words(language: str) -> PrinterWords:
    """Those of a language; English where we have none of it."""
    return _known().get(language.lower()) or _known()[FALLBACK]


@cache
def _known() -> dict[str, PrinterWords]:
    told = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {language: PrinterWords(**words) for language, words in told.items()}
