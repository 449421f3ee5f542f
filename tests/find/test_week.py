"""Every order of the real week is found by everything that somebody may know of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

import pytest

from orders.contract.model import User
from orders.find.plan import plan
from orders.find.search import ROWS_A_LOOKUP, has_words
from orders.snapshot import OrderSnapshot
from tests.find.week import LOG, week

pytestmark = pytest.mark.skipif(not LOG.is_file(), reason="the real week is not beside this checkout")

EVERY = 4
"""One order in so many is asked for, by all that it has."""

Table = dict[str, list[tuple[str, dict[str, str]]]]


@pytest.fixture(scope="module")
def table() -> Table:
    """The search rows as DynamoDB keeps them: by partition, in the order of their keys."""
    found: defaultdict[str, list[tuple[str, dict[str, str]]]] = defaultdict(list)
    whole = week()
    for row in whole.rows if whole else ():
        found[row.pk].append((row.sk, row.shown))
    for rows in found.values():
        rows.sort(key=lambda row: row[0].encode())
    return found


def _pages(query: str, table: Table) -> Iterator[dict[str, str]]:
    """What the wave would read and keep."""
    for lookup in plan(query).lookups:
        rows = table.get(lookup.pk, [])
        start = bisect_left(rows, lookup.prefix.encode(), key=lambda row: row[0].encode())
        for sk, shown in rows[start : start + ROWS_A_LOOKUP]:
            if sk.startswith(lookup.prefix) and has_words(shown.get("name", ""), lookup.name_words):
                yield shown


def _queries(snapshot: OrderSnapshot, user: User) -> Iterator[str]:
    order = snapshot.order
    assert order is not None
    yield from (order.order_number, order.order_number.replace("-", "").lower(), snapshot.order_id.upper())
    yield from (user.email.upper(), user.email[:6], user.phone, user.phone.removeprefix("+55"))
    yield from (user.name, *user.name.split(), " ".join(reversed(user.name.split())))
    yield from (parcel.tracking_number.lower() for parcel in snapshot.parcels)
    yield from (f" {job.printer_reference} ".replace("-", " ") for job in snapshot.print_jobs)
    if order.ship_to is not None and order.ship_to.postcode:
        yield f"{order.ship_to.postcode} {order.ship_to.name}"
        yield f"{order.ship_to.name.split()[-1]} {order.ship_to.postcode}"


def test_each_order_is_found_by_all_that_it_has(table: Table) -> None:
    whole = week()
    assert whole is not None
    asked = 0
    for snapshot, user in whole.orders[::EVERY]:
        for query in _queries(snapshot, user):
            asked += 1
            found = list(_pages(query, table))
            assert any(user.user_id == hit["id"] or snapshot.order_id == hit.get("order") for hit in found), query
    assert asked > 9000


def test_rows_are_few_and_partitions_small(table: Table) -> None:
    whole = week()
    assert whole is not None
    assert len(whole.rows) / len(whole.orders) < 20
    people = [len(rows) for pk, rows in table.items() if not pk.startswith("N#:")]
    assert max(people) < len(whole.orders) / 10
