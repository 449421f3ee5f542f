"""Amounts as they are typed."""

from __future__ import annotations

from decimal import Decimal

from support.commands.refusals import Invalid
from support.remedies.wanted import HIGHEST
from support.templatetags.money import digits_of


def minor_from(field: str, text: str, currency: str) -> int | None:
    """ "14.97", "EUR" as 1497 minor units; None where nothing is typed. Raises Invalid, of that field."""
    told = text.strip().replace(",", "")
    if not told:
        return None
    digits = digits_of(currency)
    try:
        amount = Decimal(told).scaleb(digits)
    except ArithmeticError as error:
        raise Invalid(**{field: "Type a number."}) from error
    if not amount.is_finite() or not 0 <= amount <= HIGHEST or amount != amount.to_integral_value():
        raise Invalid(**{field: f"Type an amount with at most {digits} digits after the point."})
    return int(amount)
