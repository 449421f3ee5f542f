"""Money for people: minor units and a currency to "€64.80"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django import template

register = template.Library()

SIGNS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "BRL": "R$ ", "JPY": "¥", "INR": "₹", "CHF": "CHF ", "PLN": "zł "}
WITHOUT_MINOR: Final = frozenset({"JPY", "KRW", "CLP", "VND", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF", "RWF", "VUV"})
THOUSANDTHS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
DEFAULT_DIGITS: Final = 2
MOST_CURRENCIES: Final = 4
"""More of them say nothing to somebody who looks at a list."""


def digits_of(currency: str) -> int:
    """How many digits a currency has after its point."""
    return 0 if currency in WITHOUT_MINOR else 3 if currency in THOUSANDTHS else DEFAULT_DIGITS


@register.filter
def money(minor: int, currency: str) -> str:
    """``6480, "EUR"`` to ``€64.80``; a currency without a sign of its own comes first: ``SEK 64.80``."""
    digits = digits_of(currency)
    sign = SIGNS.get(currency, f"{currency} " if currency else "")
    minus = "−" if minor < 0 else ""
    whole, part = divmod(abs(minor), 10**digits)
    return f"{minus}{sign}{whole:,}" + (f".{part:0{digits}d}" if digits else "")


@register.filter
def worth(amounts: Mapping[str, int]) -> list[str]:
    """Sums by currency, the first few of them, and how many more currencies there are."""
    told = [money(amount, currency) for currency, amount in list(amounts.items())[:MOST_CURRENCIES]]
    more = len(amounts) - len(told)
    return [*told, f"{more} more currenc{'y' if more == 1 else 'ies'}"] if more else told
