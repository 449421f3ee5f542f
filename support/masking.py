"""Personal data as it is shown before anybody revealed it: pure functions over the table in ``personal``.

Pages and API mask a story as a whole, before anything is derived from it, so that no sentence, timeline or
reply made afterwards can hold what was masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from orders.customer import Account, CustomerStory
from orders.find.model import Hit, Kind
from orders.find.normalise import is_ideographic
from orders.story import JournalEntry, OrderStory
from support.personal import Rule, rule_of

MASK = "•••"
MOST_WORDS = 4
LONGEST_TLD = 12
SHORTEST_SECRET = 3

Secrets = re.Pattern[str]
"""What is known to be personal in a story and must not stand in anybody's free words either."""

T = TypeVar("T")

LONGEST_SECRET = 120

NOTHING: Secrets = re.compile(r"(?!)")

# Begins only where a word does, so that long text without an @ is read once.
_ADDRESS = re.compile(r"(?<![^\s@<>\"'])[^\s@<>\"']+@[^\s@<>\"']+")


# ---- single values --------------------------------------------------------------------------------------


def initial(text: str) -> str:
    """The first character and dots: ``Bonn`` to ``B•••``. A word so short that this would tell it is all dots."""
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        return ""
    enough = 3 if is_ideographic(text) else 2
    return (text[0] if len(text) >= enough and text[0].isalnum() else "") + MASK


def name(text: str) -> str:
    """The initials: ``Inge Brandt`` to ``I••• B•••``."""
    return " ".join(initial(word) for word in text.split()[:MOST_WORDS])


def email(text: str) -> str:
    """Initials and the country or kind of domain: ``inge@example.com`` to ``i•••@e•••.com``."""
    local, at, domain = text.strip().rpartition("@")
    if not at:
        return initial(domain)
    host, dot, tld = domain.rpartition(".")
    if not dot or not tld.isalnum() or len(tld) > LONGEST_TLD:
        return f"{initial(local)}@{initial(domain)}"
    return f"{initial(local)}@{initial(host)}.{tld}"


def phone(text: str) -> str:
    """The last two digits: ``+49 228 555 0194`` to ``••• 94``."""
    digits = [char for char in text if char.isdecimal()]
    if not text.strip():
        return ""
    return f"{MASK} {''.join(digits[-2:])}" if len(digits) >= 7 else MASK  # noqa: PLR2004 - fewer would tell too much


def postcode(text: str) -> str:
    """The district: ``53111`` to ``53•••``."""
    text = text.strip()
    if not text:
        return ""
    return (text[:2] if len(text) >= 5 else "") + MASK  # noqa: PLR2004 - of a shorter one two characters are too many


def hidden(text: str) -> str:
    """Only whether there is something."""
    return MASK if text.strip() else ""


_MASKS: dict[Rule, Callable[[str], str]] = {
    Rule.NAME: name,
    Rule.EMAIL: email,
    Rule.PHONE: phone,
    Rule.INITIAL: initial,
    Rule.POSTCODE: postcode,
    Rule.HIDDEN: hidden,
}


# ---- free words -----------------------------------------------------------------------------------------


def scrub(text: str, secrets: Secrets) -> str:
    """Others' words without what is known to be personal and without any e-mail address."""
    return secrets.sub(MASK, _ADDRESS.sub(MASK, text))


def secrets_of(values: Iterable[str]) -> Secrets:
    """A pattern that finds each value as a whole word, in any case; values of one or two letters are no secret."""
    stripped = {value[:LONGEST_SECRET].strip() for value in values}
    wanted = [value for value in stripped if len(value) >= SHORTEST_SECRET or is_ideographic(value)]
    longest_first = sorted(wanted, key=lambda value: (-len(value), value))
    return re.compile("|".join(map(_whole_word, longest_first)), re.IGNORECASE) if wanted else NOTHING


def _whole_word(part: str) -> str:
    pattern = re.escape(part)
    if is_ideographic(part):
        return pattern
    return (r"(?<!\w)" if part[0].isalnum() else "") + pattern + (r"(?!\w)" if part[-1].isalnum() else "")


def story_secrets(story: OrderStory) -> Secrets:
    """What an unmasked story holds of its people: names and each word of them, addresses, titles of prints."""
    return secrets_of(_personal_values(story))


def _personal_values(story: OrderStory) -> Iterator[str]:
    if story.customer is not None:
        yield from _name_and_words(story.customer.name)
        yield from (story.customer.email, story.customer.phone)
    address = story.snapshot.order.ship_to if story.snapshot.order is not None else None
    if address is not None:
        yield from _name_and_words(address.name)
        yield from (address.line1, address.line2, address.city, address.postcode)
    yield from (design.title for design in story.snapshot.prints.values())


def _name_and_words(name: str) -> Iterator[str]:
    yield name
    yield from name.replace(",", " ").split()


# ---- records and stories --------------------------------------------------------------------------------


def value(table: str, path: str, content: Any, secrets: Secrets = NOTHING) -> Any:
    """One field's content as it is shown; containers are walked, what is not in the table becomes dots."""
    rule = rule_of(table, path)
    if isinstance(content, Mapping):
        return {key: value(table, f"{path}.{key}", item, secrets) for key, item in content.items()}
    if is_dataclass(content) and not isinstance(content, type):
        return record(table, content, secrets, path + ".")
    if isinstance(content, list | tuple):
        return type(content)(value(table, path, item, secrets) for item in content)
    if rule is Rule.SHOWN or content is None or isinstance(content, Enum):
        return content
    text = content if isinstance(content, str) else MASK
    return scrub(text, secrets) if rule is Rule.TEXT else _MASKS[rule](text)


def record(table: str, whole: T, secrets: Secrets = NOTHING, parent: str = "") -> T:
    """A copy of a typed record of ``orders.contract.model``, masked field by field."""
    contents = {field.name: getattr(whole, field.name) for field in fields(whole)}  # type: ignore[arg-type]
    masked = {key: value(table, parent + key, content, secrets) for key, content in contents.items()}
    return replace(whole, **masked)  # type: ignore[type-var]


def order_story(story: OrderStory) -> OrderStory:
    """A story in which nothing personal is left but its raw rows, which ``support.raw`` masks when shown."""
    secrets = story_secrets(story)
    snapshot = story.snapshot
    return replace(
        story,
        customer=record("users", story.customer) if story.customer is not None else None,
        printers={key: record("printers", printer) for key, printer in story.printers.items()},
        journal=tuple(_entry(entry, secrets) for entry in story.journal),
        quarantined=tuple(scrub(reason, secrets) for reason in story.quarantined),
        snapshot=replace(
            snapshot,
            order=record("orders", snapshot.order, secrets) if snapshot.order is not None else None,
            renders=tuple(record("renders", render, secrets) for render in snapshot.renders),
            print_jobs=tuple(record("print_jobs", job, secrets) for job in snapshot.print_jobs),
            parcels=tuple(record("shipments", parcel, secrets) for parcel in snapshot.parcels),
            prints={key: record("prints", design) for key, design in snapshot.prints.items()},
        ),
    )


def revealed_story(story: OrderStory) -> OrderStory:
    """A story as it is for whom it was revealed to. Printers' contacts are nobody's business even so, and neither are
    its raw rows, which may hold what we have no name for.
    """
    secrets = story_secrets(story)
    return replace(
        story,
        printers={key: record("printers", printer) for key, printer in story.printers.items()},
        quarantined=tuple(scrub(reason, secrets) for reason in story.quarantined),
    )


def _entry(entry: JournalEntry, secrets: Secrets) -> JournalEntry:
    changed = {
        path: (value(entry.table, path, old, secrets), value(entry.table, path, new, secrets))
        for path, (old, new) in entry.changed.items()
    }
    return replace(entry, changed=changed)


def customer_story(story: CustomerStory) -> CustomerStory:
    """A customer's story, masked; their orders' summaries hold nothing personal."""
    accounts = tuple(Account(user_id=a.user_id, name=name(a.name), country=a.country) for a in story.other_accounts)
    customer = record("users", story.customer) if story.customer is not None else None
    return replace(story, customer=customer, other_accounts=accounts)


def revealed_customer(story: CustomerStory) -> CustomerStory:
    """A customer's story for whom it was revealed to; other accounts are others, until those are."""
    return replace(customer_story(story), customer=story.customer)


def hit(found: Hit) -> Hit:
    """A search hit with the initials of a person's name; a printer's name is no person's."""
    return found if found.kind is Kind.PRINTER else replace(found, name=name(found.name))
