"""What rows are worth together, in a few words."""

from __future__ import annotations

from support.templatetags.money import worth


def test_the_largest_sums_are_told_and_the_rest_counted() -> None:
    many = {"EUR": 500, "USD": 400, "GBP": 300, "CHF": 200, "SEK": 100, "JPY": 1}
    assert worth(many) == ["€5.00", "$4.00", "£3.00", "CHF 2.00", "2 more currencies"]


def test_few_are_all_told() -> None:
    assert worth({"EUR": 500, "JPY": 40}) == ["€5.00", "¥40"]
