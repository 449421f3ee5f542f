"""The customers: made up, each one decided by the seed and a number."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from demo import person as rows
from demo.person import Person
from demo.simulator.clock import Clock
from demo.simulator.company import CUSTOMERS, pick
from demo.simulator.country import COUNTRIES, filled
from demo.simulator.language import language

FIGURES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("people.toml").read_text(encoding="utf-8"))
NEIGHBOURS = 300
"""A second account belongs to somebody among so many who came before."""
FIRST_DAY = datetime(2019, 3, 1, tzinfo=UTC)
SIGN_UP_DAYS = 2_000


def customer(seed: int, number: int) -> Person:
    """The customer of that number: 1, 2, 3 …"""
    dice = Random(f"{seed}/customer/{number}")  # noqa: S311  a game, not a secret
    if number > 1 and dice.random() < CUSTOMERS["second_account"]:
        return _again(customer(seed, dice.randrange(max(1, number - NEIGHBOURS), number)), number, dice)
    return _somebody(number, dice)


def user_item(person: Person, date: datetime, clock: Clock) -> dict[str, str]:
    """The customer's row as of ``date``."""
    days = Random(person.user_id).randrange(SIGN_UP_DAYS)  # noqa: S311
    created = min(FIRST_DAY + timedelta(days=days), date)
    return rows.user(person, clock.stamp(created.timestamp()), clock.stamp(date.timestamp()))


def address(person: Person) -> dict[str, str]:
    """Where their parcels go."""
    return rows.address(person)


def currency(country: str) -> str:
    """What is paid with there."""
    return str(COUNTRIES[country]["currency"])


def title(seed: int, number: int, locale: str) -> str:
    """What somebody called a photo book."""
    dice = Random(f"{seed}/title/{number}")  # noqa: S311
    titles = language(locale)["titles"]
    form = str(dice.choice(titles["forms"]))
    chosen = {word: dice.choice(choices) for word, choices in titles.items() if word != "forms"}
    return form.format(**chosen, year=dice.choice(FIGURES["years"]))


def _somebody(number: int, dice: Random) -> Person:
    country = pick(dice, COUNTRIES)
    about = COUNTRIES[country]
    locale = pick(dice, about["locales"])
    name, mailbox = _name(dice, locale)
    postcode, city, *region = dice.choice(about["places"])
    return Person(
        user_id=f"u-{number:06}",
        name=name,
        email=_email(dice, mailbox),
        locale=locale,
        country=country,
        phone=_phone(dice, about),
        line1=dice.choice(about["streets"]).format(n=dice.randint(*about.get("house", (1, 140)))),
        line2=filled(dice, dice.choice(about.get("second", [""]))) if dice.random() < CUSTOMERS["second_line"] else "",
        city=city,
        region=region[0] if region else "",
        postcode=filled(dice, postcode),
    )


def _again(other: Person, number: int, dice: Random) -> Person:
    """Somebody who has an account already, and forgot."""
    shout = dice.random() < CUSTOMERS["second_account_shouts"]
    name = other.name.upper() if shout else other.name
    return replace(other, user_id=f"u-{number:06}", name=name, email=other.email.lower(), phone="")


def _name(dice: Random, locale: str) -> tuple[str, str]:
    """A name as it is written, and what comes before the @."""
    names = language(locale)["names"]
    side = dice.choice((0, -1))
    first, first_latin = _both(dice.choice(names["women" if side else "men"]))
    last, last_latin = _both(dice.choice(names["last"]).split("/")[side])
    if dice.random() < CUSTOMERS["double_name"] and "join" in names:
        last += names["join"] + _both(dice.choice(names["last"]).split("/")[side])[0]
    mailbox = dice.choice(FIGURES["mailboxes"])
    mailbox = mailbox.format(first=first_latin, last=last_latin, f=first_latin[0], n=dice.randint(1, 99))
    if dice.random() < CUSTOMERS["odd_name"]:
        return str(dice.choice(FIGURES["odd_names"])), mailbox
    return names.get("form", "{first} {last}").format(first=first, last=last), mailbox


def _both(entry: str) -> tuple[str, str]:
    """``太郎=taro`` to the name and its Latin letters; a Latin name without its accents."""
    name, _, latin = entry.partition("=")
    return name, latin or _latin(name)


def _latin(name: str) -> str:
    for letter, plain in FIGURES["letters"].items():
        name = name.replace(letter, plain)
    bare = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in bare if c.isascii() and c.isalnum())


def _email(dice: Random, mailbox: str) -> str:
    tag = f"+{dice.choice(FIGURES['tags'])}" if dice.random() < CUSTOMERS["tagged_email"] else ""
    email = f"{mailbox}{tag}@{dice.choice(FIGURES['domains'])}"
    return email.upper() if dice.random() < CUSTOMERS["shouted_email"] else email


def _phone(dice: Random, about: dict[str, Any]) -> str:
    """In E.164 where the app could tell, as typed otherwise, or none."""
    prefix, number = dice.choice(about["phones"])
    number = filled(dice, number)
    fate = dice.random()
    if fate < CUSTOMERS["no_phone"]:
        return ""
    if fate < CUSTOMERS["no_phone"] + CUSTOMERS["typed_phone"]:
        typed = dice.choice(("{trunk}{number}", "00{code} {number}", "{trunk}{dashed}", "+{code} ({trunk}) {number}"))
        trunk = about.get("trunk", "0")
        return typed.format(trunk=trunk, code=prefix, number=number, dashed=number.replace(" ", "-")).replace("() ", "")
    return f"+{prefix}{number}".replace(" ", "")
