"""Whether words may stand in a reply: what is wrong with them, in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from orders.answer.blanks import blanks, is_torn
from support.replies.texts import Text

LONGEST: Final = 2_000
MOST_SHOWN: Final = 40
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")


def tidy(text: str) -> str:
    """Lines as they are kept: ended by one character each, nothing around the whole."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def problems(text: Text, words: str) -> tuple[str, ...]:
    """What keeps these words from being used, each in a sentence; nothing where they may."""
    if not words:
        return ("Write the words, or go back to Printdesk’s own below.",)
    if len(words) > LONGEST:
        return (f"At most {LONGEST:,} characters: these are {len(words):,}.",)
    return (*_not_plain(words), *_wrong_blanks(text, words))


def _not_plain(words: str) -> Iterator[str]:
    odd = next((char for char in words if char != "\n" and unicodedata.category(char) in {"Cc", "Cs"}), None)
    if odd is not None:
        yield f"Plain text only: the character U+{ord(odd):04X} cannot be sent."
    if tag := _TAG.search(words):
        yield f"Plain text only: “{tag[0][:MOST_SHOWN]}” would be sent to the customer as it stands here."


def _wrong_blanks(text: Text, words: str) -> Iterator[str]:
    given = blanks(words)
    if is_torn(words):
        yield "A curly brace stands on its own. Braces are for the blanks named below, written exactly as there."
    for name in sorted(given - text.blanks):
        yield f"There is no blank {{{name[:MOST_SHOWN]}}} in this text."
    for name in sorted(text.blanks - given):
        yield f"The blank {{{name}}} is missing."
