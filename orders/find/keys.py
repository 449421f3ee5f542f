"""The keys of search rows: written by ``rows``, asked for by ``plan``, so both spell them here.

``X#<number or id, compact>`` / ``<what it is>#<target>``: everything that is found only as a whole.
``N#<first characters of a word>`` / ``<word> <another word>#<target>``: names, by prefix.
``N#:<first characters of a word>``: the same for printers.
``M#<first three characters>`` / ``<e-mail>#<target>``: e-mails, by prefix.
``Z#<postcode, compact>`` / ``<word of the recipient's name>#<target>``: postcodes, with a name or without.
"""

from __future__ import annotations

import hashlib

from orders.find.normalise import compact, email, is_ideographic

SHORTEST = 3
"""Letters of an alphabetic word that make a prefix worth asking for, and characters that a number needs."""

LONGEST_KEY_PART = 80


def exact_pk(value: str) -> str:
    """The partition of a number or id; ``value`` may be spelt in any way."""
    return "X#" + shortened(compact(value))


def name_pk(word: str) -> str:
    """The partition of a folded word: its first character in ideographic scripts, else its first three."""
    return "N#" + (word[:1] if is_ideographic(word) else word[:SHORTEST])


def printer_pk(word: str) -> str:
    """The same for printers, apart from people: hundreds named after one town would hide everybody called so."""
    return name_pk(word).replace("#", "#:", 1)


def name_sk(word: str, other: str) -> str:
    """How the rows of a word begin, with the word that follows it or a prefix of that ("" for none)."""
    return f"{word} {other}"


def email_key(address: str) -> tuple[str, str]:
    """The partition of an address and how the keys of its rows begin; add ``#`` to ask for all of it.

    Case, accents and apostrophes are folded, so compare the addresses before calling two accounts one.
    """
    spelt = email(address)
    return "M#" + spelt[:SHORTEST], spelt


def postcode_pk(postcode: str) -> str:
    """The partition of a postcode, spelt in any way."""
    return "Z#" + shortened(compact(postcode))


def shortened(part: str) -> str:
    """A part of a key, cut to its beginning and a hash where hostile data made it longer than a key may be."""
    if len(part) <= LONGEST_KEY_PART:
        return part
    return part[: LONGEST_KEY_PART // 2] + "~" + hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()
