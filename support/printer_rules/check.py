"""Whether rules, letters and addresses may be used: what is wrong with them, in words, by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from orders.answer.blanks import blanks, is_torn
from orders.answer.reply import languages
from support.commands.refusals import Invalid
from support.printer_api.adapters import ADAPTERS
from support.printer_rules.rules import Channel, Rules, plain
from support.printer_rules.templates import NEEDED, PLACEHOLDERS, Template
from support.reasons import reasons

LONGEST_ADDRESS: Final = 254
LONGEST_URL: Final = 500
LONGEST_STATUS: Final = 200
MOST_STATUSES: Final = 100
MOST_DAYS: Final = 730
LEAST_HOURS: Final = 0.5
MOST_HOURS: Final = 24.0 * 60
LONGEST_SUBJECT: Final = 200
LONGEST_BODY: Final = 10_000
MOST_SHOWN: Final = 40
UNPRINTED: Final = frozenset({"Cc", "Cs"})


def check_rules(rules: Rules) -> None:
    """Raises Invalid, a sentence for each field that is wrong."""
    if found := dict(_problems(rules)):
        raise Invalid(**found)


def check_letter(letter: Template) -> None:
    """Raises Invalid: subject, body."""
    if found := dict(_letter_problems(letter)):
        raise Invalid(**found)


def _problems(rules: Rules) -> Iterator[tuple[str, str]]:
    if rules.mail and not is_address(rules.mail):
        yield "mail", "This is no e-mail address. Write one alone, as claims@printer.example."
    if rules.language.lower() not in languages():
        yield "language", "Choose one of the languages."
    if rules.adapter not in ADAPTERS:
        yield "adapter", "Choose how its API is spoken."
    if problem := _api_problem(rules):
        yield "api_url", problem
    if not LEAST_HOURS <= rules.silence_hours <= MOST_HOURS:
        yield "silence_hours", f"Type hours from {LEAST_HOURS} to {MOST_HOURS:.0f}."
    yield from _day_problems(rules)
    if problem := _status_problem(rules):
        yield "statuses", problem


def is_address(address: str) -> bool:
    """Whether a mail can be sent to it: one address, with no line ends, names or lists."""
    try:
        validate_email(address)
    except ValidationError:
        return False
    return address.isascii() and len(address) <= LONGEST_ADDRESS and '"' not in address


def _api_problem(rules: Rules) -> str:
    address = rules.api_url
    if not address:
        return "Type the address of its API, or choose another way." if rules.channel is Channel.API else ""
    schemes = ("https",) if settings.PUBLIC_URL.startswith("https://") else ("https", "http")
    if len(address) > LONGEST_URL or not address.isascii() or not address.isprintable() or " " in address:
        return f"An address of ASCII alone, without spaces, of at most {LONGEST_URL} characters."
    try:
        parts = urlsplit(address)
        named = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        named = None
    if parts_scheme(address) not in schemes or not named:
        return f"An address that begins with {schemes[0]}:// and names a host."
    if parts.username or parts.password or parts.fragment or parts.query:
        return "No name, password, question or # in the address: secrets have a place of their own."
    return ""


def _day_problems(rules: Rules) -> Iterator[tuple[str, str]]:
    if rules.claim_days is not None and not 0 <= rules.claim_days <= MOST_DAYS:
        yield "claim_days", f"Type days from 0 to {MOST_DAYS}, or nothing."
    if not 0 <= rules.not_arrived_wait_days <= MOST_DAYS:
        yield "not_arrived_wait_days", f"Type working days from 0 to {MOST_DAYS}."
    for reason, days in rules.windows.items():
        if reason not in reasons():
            yield "windows", f"There is no reason “{reason[:MOST_SHOWN]}”."
        elif not 0 <= days <= MOST_DAYS:
            yield f"window_{reason}", f"{reasons()[reason].label}: type days from 0 to {MOST_DAYS}, or nothing."


def _status_problem(rules: Rules) -> str:
    if len(rules.statuses) > MOST_STATUSES:
        return f"At most {MOST_STATUSES} words of theirs."
    if len({plain(raw) for raw in rules.statuses}) < len(rules.statuses):
        return "The same word of theirs stands there twice."
    for raw in rules.statuses:
        if not raw.strip() or len(raw) > LONGEST_STATUS or not is_plain(raw):
            return f"A word of theirs has from 1 to {LONGEST_STATUS} characters, on one line."
    return ""


def _letter_problems(letter: Template) -> Iterator[tuple[str, str]]:
    if not letter.subject.strip() or len(letter.subject) > LONGEST_SUBJECT or not is_plain(letter.subject):
        yield "subject", f"A subject has from 1 to {LONGEST_SUBJECT} characters, on one line."
    elif problem := _blank_problem(letter.subject):
        yield "subject", problem
    if not letter.body.strip() or len(letter.body) > LONGEST_BODY:
        yield "body", f"A letter has from 1 to {LONGEST_BODY:,} characters."
    elif not is_plain(letter.body.replace("\n", "").replace("\t", "")):
        yield "body", "Plain text alone: there is a character in it that cannot be sent."
    elif problem := _blank_problem(letter.body) or _missing(letter):
        yield "body", problem


def _blank_problem(text: str) -> str:
    if unknown := sorted(blanks(text) - PLACEHOLDERS.keys()):
        return f"There is no blank {{{unknown[0][:MOST_SHOWN]}}}: use those that are named below."
    return "A curly brace stands on its own. Braces are for the blanks that are named below." if is_torn(text) else ""


def _missing(letter: Template) -> str:
    gone = [name for name in NEEDED if name not in blanks(letter.subject) | blanks(letter.body)]
    return f"The blank {{{gone[0]}}} is missing: it is {PLACEHOLDERS[gone[0]]}." if gone else ""


def is_plain(text: str) -> bool:
    """Whether it is one line of characters that are for reading."""
    return all(unicodedata.category(char) not in UNPRINTED and char not in "\u2028\u2029" for char in text)


def parts_scheme(address: str) -> str:
    """What stands before an address's colon, in small letters."""
    return address.partition(":")[0].lower()
