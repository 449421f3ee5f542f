"""One spelling for what people type in many ways: case, accents, widths, apostrophes, invisible characters.

Folding is the same for what is written and for what is asked, so it may be coarse, never lossy to the point
that two scripts' names become nothing. Combining marks are dropped only over letters whose readers treat them
as accents (Latin, Greek, Cyrillic, Hebrew, Arabic); in Thai, Khmer, the Indic scripts and kana a mark is a
vowel or changes the consonant, so it stays.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_VALUE = 512
"""Characters of a backend's value that are looked at; nothing that people search for is longer."""

LONGEST_WORD = 40
"""Characters of a word or number that are kept; asked and written words are cut alike."""

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻʹʽ`´′＇\u05f3"), "")

# Most of what passes here is ASCII, for which the same rules are a few fast steps. Nothing is remembered between
# calls: names would outlive their erasure in the memory of a process.
_CONTROLS = dict.fromkeys((*range(32), 127), " ")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ASCII_BETWEEN = re.compile(r"[^a-z0-9]+")

# Letters that Unicode does not take apart into a letter and a mark, but that keyboards elsewhere lack.
_PLAIN_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ə": "e",
        "ى": "ي",
        "ة": "ه",
        "ـ": "",
    }
)


def fold(text: str) -> str:
    """Text without case, accents, apostrophes, widths and invisible characters; controls become spaces.

    ``"  Ｌourenço O’Brien"`` to ``"  lourenco obrien"``. Never raises, whatever the text holds; the outcome is
    valid UTF-8 and folding it again changes nothing.
    """
    text = text[:LONGEST_VALUE].translate(_APOSTROPHES)
    if text.isascii():
        return text.translate(_CONTROLS).lower()
    visible = "".join(map(_visible, text))
    cased = unicodedata.normalize("NFKC", visible).casefold().translate(_APOSTROPHES)
    return unicodedata.normalize("NFC", _without_accents(cased).translate(_PLAIN_LETTERS))


def words(text: str) -> tuple[str, ...]:
    """The words of a name, folded: runs of letters, marks and digits, each at most 40 characters."""
    folded = fold(text)
    if folded.isascii():
        return tuple(word[:LONGEST_WORD] for word in _ASCII_WORD.findall(folded))
    spaced = "".join(char if _in_word(char) else " " for char in folded)
    return tuple(word[:LONGEST_WORD] for word in spaced.split())


def name_units(name: str) -> tuple[str, ...]:
    """The words of a name, each once; neighbours in a script without spaces are one (酒井 美咲 is 酒井美咲)."""
    found: list[str] = []
    for word in words(name):
        if found and is_ideographic(word) and is_ideographic(found[-1]):
            found[-1] = (found[-1] + word)[:LONGEST_WORD]
        else:
            found.append(word)
    return tuple(dict.fromkeys(found))


def compact(text: str) -> str:
    """A number or id, folded, without spaces, dashes or anything else but letters and digits (as 0-9)."""
    folded = fold(text)
    if folded.isascii():
        return _ASCII_BETWEEN.sub("", folded)
    return "".join(_digit(char) for char in folded if _in_word(char))


def email(text: str) -> str:
    """An e-mail address, folded and without spaces; dots, dashes and plus signs count. At most 128 characters."""
    return "".join(fold(text).split())[:128]


def digits(text: str) -> str:
    """The decimal digits of any script, as 0-9."""
    return "".join(_digit(char) for char in text[:LONGEST_VALUE] if char.isdecimal())


def is_ideographic(word: str) -> bool:
    """Whether a word begins in a script where one character already says much: Han, kana, Hangul, bopomofo."""
    first = word[:1]
    return (
        "\u3005" <= first <= "\u31ff"
        or "\u3400" <= first <= "\u9fff"
        or "\uac00" <= first <= "\ud7a3"
        or "\uf900" <= first <= "\ufaff"
        or "\U00020000" <= first <= "\U0003ffff"
    )


def _visible(char: str) -> str:
    match unicodedata.category(char):
        case "Cf" | "Cs":  # joiners, direction marks, byte order marks; halves of a pair
            return ""
        case "Cc" | "Zl" | "Zp":
            return " "
        case _:
            return char


def _without_accents(text: str) -> str:
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.category(char) == "Mn":
            if _marks_are_accents(base):
                continue
        else:
            base = char
        kept.append(char)
    return "".join(kept)


def _marks_are_accents(base: str) -> bool:
    return base < "\u0700" or "\u1e00" <= base < "\u2000"


def _in_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char
