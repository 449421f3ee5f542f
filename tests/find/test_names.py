"""Real names in thirteen scripts are found by each of their words."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from orders.contract.model import Address, Order, Shipment, User
from orders.find.model import SearchRow
from orders.find.normalise import compact, words
from orders.find.plan import plan
from orders.find.rows import customer_rows, order_rows
from orders.find.search import find, has_words
from orders.snapshot import OrderSnapshot
from orders.store import Store
from tests.find.conftest import Fill
from tests.find.data import needs_names, real_names

LETTERS = st.characters(categories=["Lu", "Ll", "Lo", "Nd"], max_codepoint=0xFFFF)


def _finds(query: str, rows: tuple[SearchRow, ...]) -> bool:
    """Whether one of the lookups would read one of the rows and keep it."""
    return any(
        row.pk == lookup.pk
        and row.sk.startswith(lookup.prefix)
        and has_words(row.shown.get("name", ""), lookup.name_words)
        for lookup in plan(query).lookups
        for row in rows
    )


@needs_names
def test_each_real_name_is_found_by_each_of_its_words_and_prefixes() -> None:
    names = real_names()
    for first, last in zip(names, reversed(names), strict=True):
        rows = customer_rows(User(user_id="u-1", name=f"{first} {last}"))
        for word in words(f"{first} {last}"):
            assert _finds(word.upper(), rows), (first, last, word)
            assert len(word) < 3 or _finds(word[:3], rows), (first, last, word)
        assert _finds(f"{first} {last}", rows)
        assert _finds(f"{last} {first}", rows)


@needs_names
def test_a_sample_of_every_script_is_found_on_the_table(store: Store, fill: Fill) -> None:
    scripts: dict[str, list[str]] = {}
    for name in real_names():
        scripts.setdefault(unicodedata.name(name[0]).split()[0], []).append(name)
    assert len(scripts) >= 13
    for script, names in scripts.items():
        fill(customer_rows(User(user_id=script, name=f"{names[0]} {names[-1]}")))
    for script, names in scripts.items():
        for word in words(f"{names[0]} {names[-1]}"):
            assert script in {hit.id for hit in find(word, store).hits}, word


@given(st.text(alphabet=LETTERS, min_size=3, max_size=24), st.sampled_from([" ", "-", "–", ".", "/", "  "]))
def test_a_number_is_found_however_it_is_spaced_and_cased(number: str, gap: str) -> None:
    rows = order_rows(OrderSnapshot(order_id="o", parcels=(Shipment(shipment_id="p", tracking_number=number),)))
    middle = len(number) // 2
    for typed in (number, number.upper(), number.lower(), number[:middle] + gap + number[middle:]):
        assert len(compact(number)) < 3 or _finds(typed, rows), typed


@given(st.text(alphabet=LETTERS, min_size=3, max_size=8), st.text(alphabet="0123456789", min_size=3, max_size=7))
def test_an_order_is_found_by_postcode_and_name_in_either_order(name: str, postcode: str) -> None:
    if not words(name) or any(char.isdecimal() for char in name):
        return
    order = Order(order_id="o-1", ship_to=Address(name=name, postcode=postcode))
    rows = tuple(row for row in order_rows(OrderSnapshot(order_id="o-1", order=order)) if row.pk.startswith("Z#"))
    for typed in (postcode, f"{postcode} {name}", f"{name} {postcode}"):
        assert _finds(typed, rows), typed
