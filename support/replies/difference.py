"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text that both have, or that is ``gone`` or ``new``."""

    text: str
    gone: bool = False
    new: bool = False


def difference(before: str, after: str) -> tuple[Part, ...]:
    """The pieces in the order of reading, what is gone before what came for it."""
    return tuple(_parts(_WORD.findall(before), _WORD.findall(after)))


def _parts(before: list[str], after: list[str]) -> Iterator[Part]:
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Part("".join(after[k:m]))
            continue
        if i < j:
            yield Part("".join(before[i:j]), gone=True)
        if k < m:
            yield Part("".join(after[k:m]), new=True)
