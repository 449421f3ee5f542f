"""What a printer's word for a claim means: its own rules, then its adapter's words, then everybody's."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from support.printer_rules.rules import Meaning, Rules

FILE: Final = Path(__file__).with_name("mapping.toml")
EVERYBODYS: Final = "any"
OWN: Final = "own"
"""The version of a meaning that the printer's own rules say."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of mapping.toml by adapter, as they are compared, and the file's version."""

    version: str
    words: Mapping[str, Mapping[str, Meaning]]


@dataclass(frozen=True, slots=True)
class Read:
    """What a word means, None where nobody knows, and by which version."""

    meaning: Meaning | None
    version: str


class TwoMeanings(ValueError):
    """One word stands under two meanings of an adapter."""


def meaning_of(raw_status: str, rules: Rules) -> Read:
    """What a printer's word means to us."""
    own = rules.meaning_of(raw_status)
    if own is not None:
        return Read(own, OWN)
    known, word = mapping(), compared(raw_status)
    adapters = (known.words.get(name, {}) for name in (rules.adapter, EVERYBODYS))
    return Read(next((words[word] for words in adapters if word in words), None), known.version)


def compared(raw_status: str) -> str:
    """A word as two of them are compared: " NEEDS_evidence " and "needs evidence" are one."""
    plain = unicodedata.normalize("NFKC", raw_status).replace("_", " ").replace("-", " ")
    return "".join(plain.split()).casefold()


@cache
def mapping() -> Words:
    """As the file says. Raises TwoMeanings."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    version = told.pop("version")
    return Words(version, {adapter: _words(meanings) for adapter, meanings in told.items()})


def _words(meanings: Mapping[str, Any]) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for word, meaning in _pairs(meanings):
        if found.setdefault(word, meaning) is not meaning:
            raise TwoMeanings(f"“{word}” means {found[word]} and {meaning}")
    return found


def _pairs(meanings: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    for meaning, words in meanings.items():
        for word in words:
            yield compared(word), Meaning(meaning)
