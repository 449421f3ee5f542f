"""Which texts there are to be changed: one for each situation that is told apart, and what stands around each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from orders.answer.blanks import blanks
from orders.answer.compose import awaits_delivery, is_calm
from orders.answer.failures import failures
from orders.answer.registry import EVERY_SITUATION
from orders.answer.reply import FALLBACK, FRAME, languages
from orders.answer.situation import Situation

AROUND: Final = {
    "greeting": "Greeting",
    "promise": "Promise, while it holds",
    "late": "Late",
    "late_moved": "Late, with a new date",
    "closing": "Closing",
}
"""What of a language's frame may be changed, with what it is called."""

MEANINGS: Final = {
    "where": "“ on page 7”, with the space before it; nothing where no page is known",
    "date": "the promised day, as the language writes it",
    "moved": "the new day, as the language writes it",
}
FAILED: Final = "render_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text. ``used`` are the situations that it speaks for, in words; ``blanks`` are those it must have, and no
    others. ``awaited``: a promise may follow it; ``calm``: also one that holds.
    """

    key: str
    label: str
    used: tuple[str, ...]
    blanks: frozenset[str]
    awaited: bool
    calm: bool

    @property
    def is_frame(self) -> bool:
        """Whether it stands around every reply."""
        return self.key.startswith(FRAME)

    @property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        """Each blank as it is written, and what it becomes."""
        return tuple((f"{{{name}}}", MEANINGS[name]) for name in sorted(self.blanks))


@cache
def texts() -> dict[str, Text]:
    """Every text by its key: the frame first, then in the order of the English file."""
    english = languages()[FALLBACK]
    around = [_around(name, label, english.frame[name]) for name, label in AROUND.items()]
    return {text.key: text for text in (*around, *(_reply(key, own) for key, own in english.replies.items()))}


def _around(name: str, label: str, own: str) -> Text:
    return Text(
        key=FRAME + name, label=label, used=("every reply",), blanks=blanks(own), awaited=True, calm=name == "promise"
    )


def _reply(key: str, own: str) -> Text:
    cases = _situations(key)
    codes = (f"render failed, {code.replace('_', ' ')}" for code, words in failures().items() if words.reply == key)
    labels = (case.label.lower() for case in EVERY_SITUATION if case.reply == key)
    return Text(
        key=key,
        label=key.replace("_", " ").capitalize(),
        used=tuple(dict.fromkeys((*labels, *codes))),
        blanks=blanks(own),
        awaited=any(awaits_delivery(case) for case in cases),
        calm=any(awaits_delivery(case) and is_calm(case) for case in cases),
    )


def _situations(key: str) -> list[Situation[Any]]:
    """Those that may be told with it: a failed render is told by its code."""
    told = {words.reply for words in failures().values()}
    return [case for case in EVERY_SITUATION if case.reply == key or (case.name == FAILED and key in told)]
