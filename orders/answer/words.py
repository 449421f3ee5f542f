"""Nouns, lists and quotations: how things are called in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

NOUNS = {
    "photobook": "photo book",
    "photo-book": "photo book",
    "photo_book": "photo book",
    "yearbook": "year book",
    "calendar": "calendar",
    "tile": "set of tiles",
    "poster": "poster",
    "canvas": "canvas",
    "card": "set of cards",
    "puzzle": "puzzle",
    "mug": "mug",
    "magnet": "set of magnets",
    "print": "set of prints",
    "album": "album",
}
"""Part of a SKU to what people call it; the first match wins."""

PLURALS = {"set of tiles": "sets of tiles", "set of cards": "sets of cards", "canvas": "canvases"} | {
    "set of magnets": "sets of magnets",
    "set of prints": "sets of prints",
}

PERSONAL = re.compile(r"\S+@\S+|\+?\d[\d ()./-]{6,}\d")
MAX_QUOTE = 120


def noun(product: str) -> str:
    """``photobook-hardcover-20x20`` to ``photo book``; ``item`` for a SKU we have no word for."""
    sku = product.lower()
    return next((word for part, word in NOUNS.items() if part in sku), "item")


def plural(word: str) -> str:
    """The plural of one of our nouns."""
    return PLURALS.get(word, f"{word}s")


def quote(text: str) -> str:
    """Somebody else's words, on one line, cut to length, without what looks like an e-mail or a number to call."""
    line = PERSONAL.sub("…", " ".join(text.split())).replace('"', "'")
    line = "".join(c for c in line if c.isprintable())
    cut = line if len(line) <= MAX_QUOTE else line[: MAX_QUOTE - 1] + "…"
    return f"“{cut}”" if cut else ""


def in_words(code: str) -> str:
    """A machine's word as people read it: ``consignee_refused`` to ``consignee refused``."""
    return quote(code).strip("“”").replace("_", " ")


def sentence(text: str) -> str:
    """With a capital first letter and a full stop."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a sentence is about, in the singular or plural, so that one wording serves one line and many."""

    noun: str
    many: int = 1
    all: bool = False
    another: bool = False
    reprint: bool = False

    def __str__(self) -> str:
        if self.many == 1:
            one = f"{'another' if self.another else 'the'} {self.noun}"
            return f"the reprint of {one}" if self.reprint else one
        words = plural(self.noun)
        all_of_them = {2: "both"}.get(self.many, f"all {self.many:,}")
        how_many = all_of_them if self.all else f"the {self.many:,}"
        return f"the reprints of {how_many} {words}" if self.reprint else f"{how_many} {words}"

    @property
    def is_(self) -> str:
        """``The photo book is``, ``Both calendars are``."""
        return f"{self.start} {self.agree('is')}"

    def been(self, since: str) -> str:
        """``The photo book has been`` where a since follows, ``The photo book is`` where none does."""
        return self.has + " been" if since else self.is_

    @property
    def was(self) -> str:
        """``The photo book was``."""
        return f"{self.start} {self.agree('was')}"

    @property
    def has(self) -> str:
        """``The photo book has``."""
        return f"{self.start} {self.agree('has')}"

    @property
    def start(self) -> str:
        """Itself with a capital."""
        words = str(self)
        return words[0].upper() + words[1:]

    @property
    def it(self) -> str:
        """``it`` or ``they``."""
        return "it" if self.many == 1 else "they"

    @property
    def it_(self) -> str:
        """``it`` or ``them``."""
        return "it" if self.many == 1 else "them"

    def agree(self, verb: str) -> str:
        """A phrase that begins with "is", "was" or "has", in our number."""
        first, _, rest = verb.partition(" ")
        many = {"is": "are", "was": "were", "has": "have"}
        return verb if self.many == 1 else f"{many.get(first, first)} {rest}".strip()
