"""Tracking numbers as carriers form them, with their check digits."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from demo.simulator.country import filled

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def s10(digits: str) -> str:
    """Of the Universal Postal Union's S10: eight digits."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, S10_WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def mod10(digits: str) -> str:
    """Of GS1, as in USPS and SSCC numbers: from the right, three times every second digit."""
    total = sum(int(digit) * (1 if n % 2 else 3) for n, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def mod7(digits: str) -> str:
    """Of air waybills and of Japan Post: the remainder by seven."""
    return str(int(digits) % 7)


def fedex(digits: str) -> str:
    """Of FedEx's twelve digits: weights 1, 3, 7 from the right, by eleven."""
    total = sum(int(digit) * (1, 3, 7)[n % 3] for n, digit in enumerate(reversed(digits)))
    return str(total % 11 % 10)


def ups(characters: str) -> str:
    """Of what follows UPS's 1Z: a letter counts as its place minus two, every second one twice."""
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in characters]
    return str(-sum(value * (n % 2 + 1) for n, value in enumerate(values)) % 10)


CHECKS: dict[str, Callable[[str], str]] = {"s10": s10, "mod10": mod10, "mod7": mod7, "fedex": fedex, "ups": ups}


def number(pattern: str, check: str, serial: int, origin: str) -> str:
    """The number of a serial: ``pattern`` filled (``#``, ``%``, ``@``), OO the origin's country, ``*`` the check digit.
    The same serial gives the same number.
    """
    dice = Random(f"{serial}/{pattern}")  # noqa: S311  a game, not a secret
    made = "OO".join(filled(dice, part) for part in pattern.split("OO")).replace("OO", origin)
    if check:
        made = made.replace("*", CHECKS[check](_covered(made, check)))
    return made


def _covered(made: str, check: str) -> str:
    """The part of a number that its check digit is about."""
    before = made.partition("*")[0]
    if check == "ups":
        return before.removeprefix("1Z")
    return "".join(c for c in before if c.isdigit())
