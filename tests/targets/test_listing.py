"""Which target counts on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.conf import LazySettings
from pytest_django import DjangoAssertNumQueries

from support.targets.listing import all_targets, target_on
from tests.targets.conftest import Set

DAY = date(2026, 11, 1)


def test_without_any_the_setting_counts(db: None, settings: LazySettings) -> None:
    settings.SLA_TARGET_PCT = 93.5
    assert target_on(DAY) == Decimal("93.5")


@pytest.mark.parametrize(
    ("country", "product", "counts"),
    [
        ("", "", "90"),
        ("FR", "", "90"),
        ("DE", "", "92"),
        ("FR", "book", "88"),
        ("DE", "book", "97"),
        ("DE", "tile", "92"),
    ],
)
def test_the_narrowest_counts_a_lane_before_a_product(set_target: Set, country: str, product: str, counts: str) -> None:
    set_target("2026-10-01", "90")
    set_target("2026-10-01", "92", country="DE")
    set_target("2026-10-01", "88", product="book")
    set_target("2026-10-01", "97", country="DE", product="book")
    assert target_on(DAY, country, product) == Decimal(counts)


def test_a_lane_counts_before_a_product(set_target: Set) -> None:
    set_target("2026-10-01", "88", product="book")
    set_target("2026-10-01", "92", country="DE")
    assert target_on(DAY, "DE", "book") == Decimal(92)


def test_each_version_counts_from_its_day_on(set_target: Set) -> None:
    set_target("2026-11-01", "90")
    set_target("2026-10-01", "80")
    found = [target_on(date(2026, month, day)) for month, day in ((9, 30), (10, 1), (10, 31), (11, 1), (12, 24))]
    assert found == [Decimal(95), Decimal(80), Decimal(80), Decimal(90), Decimal(90)]


def test_of_two_for_one_day_the_later_said_counts(set_target: Set) -> None:
    set_target("2026-11-01", "90")
    set_target("2026-11-01", "91")
    assert target_on(DAY) == Decimal(91)


def test_what_is_taken_back_leaves_the_wider_one(set_target: Set) -> None:
    set_target("2026-10-01", "90")
    set_target("2026-10-01", "92", country="DE")
    set_target("2026-11-01", None, country="DE")
    assert [target_on(date(2026, month, 1), "DE") for month in (10, 11)] == [Decimal(92), Decimal(90)]


def test_steps_of_a_period(set_target: Set) -> None:
    set_target("2026-10-01", "90")
    set_target("2026-11-10", "92", country="DE")
    set_target("2026-11-12", "92")
    steps = all_targets().steps(DAY, date(2026, 11, 30), "DE")
    assert steps == [(DAY, Decimal(90)), (date(2026, 11, 10), Decimal(92))]


def test_it_costs_one_query(set_target: Set, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    set_target("2026-10-01", "90", country="DE")
    with django_assert_num_queries(1):
        target_on(DAY, "DE", "book")
