"""What the renderer's failure codes mean in plain words, and what to do about each: the data of failures.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

UNKNOWN = "unknown"


class Again(StrEnum):
    """Whether rendering again helps: by itself, once the cause is gone, or not at all."""

    YES = "yes"
    AFTER = "after"
    NO = "no"


@dataclass(frozen=True, slots=True)
class FailureWords:
    """How to speak of one failure code."""

    because: str
    explanation: str
    advice: str
    next: str
    again: Again
    reply: str


@cache
def failures() -> dict[str, FailureWords]:
    """Every code we have words for, "unknown" among them."""
    text = Path(__file__).with_name("failures.toml").read_text(encoding="utf-8")
    return {
        code: FailureWords(**{**words, "again": Again(words["again"])}) for code, words in tomllib.loads(text).items()
    }


def failure_words(code: str) -> FailureWords:
    """The words for a code; those of "unknown" for one we do not know."""
    known = failures()
    return known.get(code) or known[UNKNOWN]
