"""A search is one wave of at most ten Queries of at most fifty rows, whatever is typed and however much there is."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.contract.model import User
from orders.find.plan import MOST_LOOKUPS, plan
from orders.find.rows import customer_rows
from orders.find.search import find
from orders.store import Store
from tests.find.conftest import Fill
from tests.find.data import hostile_strings, odd_addresses

ORDINARY = [
    "PX-4821-0773", "ana", "ana@example.com", "maria da silva", "+44 (0)20 7946 0958", "SW1A 1AA Smith",
    "1234 AB Jansen de Vries", "BR9FE043A85E6", "酒井 美咲", "Ana <ana@example.com>", "order PX-4821-0773 job KD-88213",
]  # fmt: skip


def test_ordinary_and_hostile_queries_cost_at_most_ten_queries(store: Store, calls: Counter[str]) -> None:
    for query in [*ORDINARY, *hostile_strings()]:
        calls.clear()
        find(query, store)
        assert calls["Query"] <= MOST_LOOKUPS, query
        assert not set(calls) - {"Query", "most rows"}, query
        assert calls["most rows"] <= 50, query


@given(st.text(max_size=250))
def test_no_plan_is_longer_than_ten_or_repeats_itself(query: str) -> None:
    lookups = plan(query).lookups
    assert len(lookups) <= MOST_LOOKUPS
    assert len({(lookup.pk, lookup.prefix) for lookup in lookups}) == len(lookups)
    for lookup in lookups:
        assert len(lookup.pk.encode()) <= 2048
        assert len(lookup.prefix.encode()) <= 1024


@pytest.mark.parametrize(("query", "most"), [("PX-4821-0773", 2), ("ana", 4), ("maria silva", 6), ("+492285550194", 2)])
def test_common_queries_cost_few(query: str, most: int) -> None:
    assert len(plan(query).lookups) <= most


def test_the_cost_does_not_grow_with_the_table(store: Store, fill: Fill, calls: Counter[str]) -> None:
    find("maria", store)
    empty = calls["Query"]
    fill(row for number in range(300) for row in customer_rows(User(user_id=f"u-{number}", name=f"Maria N{number}")))
    calls.clear()
    find("maria", store)
    assert calls["Query"] == empty


def test_odd_addresses_are_found_by_every_prefix(store: Store, fill: Fill) -> None:
    addresses = {f"u-{index}": text for index, text in enumerate(odd_addresses()) if text.isascii() and len(text) < 100}
    fill(row for user_id, text in addresses.items() for row in customer_rows(User(user_id=user_id, email=text)))
    for user_id, text in list(addresses.items())[::12]:
        for end in range(3, len(text) + 1):
            prefix = text[:end]
            if len("".join(prefix.split())) < 3 or not any(char.isalnum() for char in prefix):
                continue
            found = find(prefix, store)
            assert found.truncated or user_id in {hit.id for hit in found.hits}, (text, prefix)
