"""From what was typed to at most ten lookups, each one Query, and the words that say what was looked for. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from orders.find import keys, phones
from orders.find.normalise import LONGEST_WORD, compact, digits, email, is_ideographic, name_units, words

MOST_LOOKUPS = 10
LONGEST_QUERY = 200
LONGEST_POSTCODE = 10
LONGEST_POSTCODE_WITH_LETTERS = 8
LONGEST_POSTCODE_WORDS = 3
MOST_DIGITS_OF_A_NAME = 4
FEWEST_WITHIN = 5

TOO_LONG = f"That is too long to look for: at most {LONGEST_QUERY} characters, such as a number, a name or an e-mail."
TOO_SHORT = "Type at least three letters of a name or e-mail, or a whole number."
NOTHING_TO_FIND = "There is no letter or digit in that to look for."


@dataclass(frozen=True, slots=True)
class Lookup:
    """One Query: a partition and how its keys begin.

    ``says`` is put among what was tried. What it finds is the whole of what was typed where ``exact``, or where
    the row's key begins with ``whole``. Of what it finds only names that have all of ``name_words`` are kept.
    """

    pk: str
    prefix: str
    says: str
    exact: bool = False
    whole: str = ""
    name_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The lookups of one search, likeliest first, or a hint why there are none or few."""

    lookups: tuple[Lookup, ...] = ()
    hint: str = ""

    @property
    def tried(self) -> tuple[str, ...]:
        """What is looked for, in words, each once."""
        return tuple(dict.fromkeys(lookup.says for lookup in self.lookups))


def plan(query: str) -> Plan:
    """What to look for when ``query`` was typed; never raises, whatever it holds."""
    if len(query) > LONGEST_QUERY:
        return Plan(hint=TOO_LONG)
    if not query.strip():
        return Plan()
    if not compact(query):
        return Plan(hint=NOTHING_TO_FIND)
    wanted = chain(
        _numbers(query), _phones(query), _emails(query), _names(query), _postcodes(query), _numbers_within(query)
    )
    distinct: dict[tuple[str, str], Lookup] = {}
    for lookup in wanted:
        if (lookup.pk, "") not in distinct:  # else a lookup of the whole partition reads it already
            distinct.setdefault((lookup.pk, lookup.prefix), lookup)
    lookups = tuple(distinct.values())[:MOST_LOOKUPS]
    return Plan(lookups, TOO_SHORT if _is_too_short(query) else "")


def _is_too_short(query: str) -> bool:
    spelt = name_units(query)
    return len(compact(query)) < keys.SHORTEST and not any(is_ideographic(word) for word in spelt)


def _numbers(query: str) -> Iterator[Lookup]:
    if len(compact(query)) >= keys.SHORTEST:
        yield Lookup(keys.exact_pk(query), "", _numbered(query), exact=True)


def _numbered(value: str) -> str:
    return f"order number, tracking number, phone, printer's reference or any id “{_short(compact(value))}”"


def _numbers_within(query: str) -> Iterator[Lookup]:
    """Words with a digit in what was pasted, e.g. ``order PX-4821-0773``."""
    numbers = [part for part in query.split() if len(compact(part)) >= FEWEST_WITHIN and _has_digit(part)]
    for part in numbers[:2] if not phones.asked(query) else ():
        yield Lookup(keys.exact_pk(part), "", _numbered(part), exact=True)


def _phones(query: str) -> Iterator[Lookup]:
    for number in phones.asked(query):
        yield Lookup(keys.exact_pk(number), "phone#", f"phone “{number}”", exact=True)


def _emails(query: str) -> Iterator[Lookup]:
    """The word with an @ in it, out of ``Ana <ana@example.com>``, and all of it, as the beginning of an address."""
    if "@" not in query and len(query.split()) > 1:
        return
    marked = [part.strip("<>()[],;:") for part in query.split() if "@" in part.strip("@")]
    for typed in (*marked[:1], query):
        spelt = email(typed).removeprefix("mailto:")
        if len(spelt) >= keys.SHORTEST:
            pk, prefix = keys.email_key(spelt)
            yield Lookup(pk, prefix, f"e-mail starting “{_short(prefix)}”", whole=prefix + "#")


# ---- names ----------------------------------------------------------------------------------------------


def _names(query: str) -> Iterator[Lookup]:
    """Each way that words may be meant. With a digit among them they are hardly a person's, but may be a printer's."""
    asked, units = words(query), name_units(query)
    if not asked or "@" in query or len(digits(query)) > MOST_DIGITS_OF_A_NAME:
        return
    if not _has_digit(query):
        yield from _name(compact(query)[:LONGEST_WORD], ())
        yield from _pairs(units, asked) if len(units) > 1 else ()
        yield from _name(max(asked, key=len), asked) if len(asked) > 1 else ()
        yield from _printer(units, asked)
    elif len(asked) == 1 or len(query.split()) > 1:
        yield from _pair(units[0], units[-1], asked) if len(units) > 1 else ()
        yield from _printer(units, asked)


def _name(word: str, asked: tuple[str, ...]) -> Iterator[Lookup]:
    """A word's prefix; a short one only as a whole word, because too many names begin with it."""
    says = f"name with a word starting “{_short(word)}”"
    if is_ideographic(word) or len(word) >= keys.SHORTEST:
        yield Lookup(keys.name_pk(word), word, says, name_words=asked)
    else:
        yield Lookup(keys.name_pk(word), keys.name_sk(word, ""), f"name with the word “{word}”", name_words=asked)


def _pairs(units: tuple[str, ...], asked: tuple[str, ...]) -> Iterator[Lookup]:
    """The first word whole and the last as far as it is typed, and the other way round."""
    yield from _pair(units[0], units[-1], asked)
    yield from _pair(units[-1], units[0], asked)


def _pair(first: str, last: str, asked: tuple[str, ...]) -> Iterator[Lookup]:
    says = f"name with the words “{_short(first)}” and “{_short(last)} …”"
    yield Lookup(keys.name_pk(first), keys.name_sk(first, last), says, name_words=asked)


def _printer(units: tuple[str, ...], asked: tuple[str, ...]) -> Iterator[Lookup]:
    """One lookup is enough: there are few printers."""
    first, last = units[0], units[-1] if len(units) > 1 else ""
    if len(first) >= keys.SHORTEST:
        prefix = keys.name_sk(first, last) if last else first
        yield Lookup(keys.printer_pk(first), prefix, f"printer “{_short(' '.join(units))} …”", name_words=asked)


# ---- postcodes ------------------------------------------------------------------------------------------


def _postcodes(query: str) -> Iterator[Lookup]:
    parts = words(query)
    if not _has_digit(query):
        return
    if _may_be_postcode(compact(query)):
        yield Lookup(keys.postcode_pk(query), "", f"postcode “{_short(compact(query))}”", exact=True)
    for start, end in _postcode_spans(parts) if len(query.split()) > 1 else ():
        postcode, name = "".join(parts[start:end]), parts[:start] + parts[end:]
        if not _may_be_postcode(postcode):
            continue
        says = f"postcode “{_short(postcode)}” with the name “{_short(name[0])} …”"
        yield Lookup(keys.postcode_pk(postcode), name[0], says, name_words=name)


def _postcode_spans(parts: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the postcode may stand among the words, a name beside it: the words with digits, then those with
    one short neighbour more (``1234 AB Jansen``, ``Borg VLT 1117``).
    """
    numbered = [index for index, part in enumerate(parts) if _has_digit(part)]
    start, end = numbered[0], numbered[-1] + 1
    for left, right in ((start, end), (start, end + 1), (start - 1, end)):
        inside = left >= 0 and right <= len(parts) and right - left <= LONGEST_POSTCODE_WORDS
        neighbours = [part for part in parts[max(left, 0) : right] if not _has_digit(part)]
        if inside and right - left < len(parts) and all(len(part) <= LONGEST_POSTCODE_WORDS for part in neighbours):
            yield left, right


def _may_be_postcode(text: str) -> bool:
    """By its length: ten digits are the longest anywhere, with letters it is eight characters."""
    longest = LONGEST_POSTCODE if text.isdecimal() else LONGEST_POSTCODE_WITH_LETTERS
    return keys.SHORTEST <= len(text) <= longest


def _has_digit(text: str) -> bool:
    return any(char.isdecimal() for char in text)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_WORD else text[: LONGEST_WORD - 1] + "…"
