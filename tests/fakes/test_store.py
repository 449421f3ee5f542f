"""The twin in memory keeps the promises of the store: every test here runs against both."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from botocore.exceptions import ClientError

from orders.store import Condition, Conflict, Delete, Put, Refused, Row, Store
from tests.fakes.store import MemoryStore

FREE = Condition("attribute_not_exists(pk)", {})


def row(sk: str = "a", **more: Any) -> Row:
    return {"pk": "p", "sk": sk, **more}


def filled(store: Store, *sks: str) -> Store:
    for sk in sks:
        store.put(row(sk))
    return store


def sks(rows: list[Row]) -> list[str]:
    return [row["sk"] for row in rows]


def test_every_public_method_has_its_twin() -> None:
    public = {name for name, what in vars(Store).items() if callable(what) and not name.startswith("_")}
    assert public - {"query_all"} <= vars(MemoryStore).keys()


def test_a_row_reads_back_as_it_was_put(store: Store) -> None:
    put = row(text="ü", number=-3, content=b"\x00\xff", flag=True)
    store.put(put)
    assert store.get(("p", "a")) == put
    assert store.get(("p", "b")) is None


def test_what_a_caller_changes_later_is_not_stored(store: Store) -> None:
    put = row(number=1)
    store.put(put)
    put["number"] = 2
    read = store.get(("p", "a"))
    assert read == row(number=1)
    read["number"] = 3
    assert store.query("p").rows == [row(number=1)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["!", "a", "aé", "b", "é"]),
        ({"prefix": "a"}, ["a", "aé"]),
        ({"through": "aé"}, ["!", "a", "aé"]),
        ({"forward": False}, ["é", "b", "aé", "a", "!"]),
        ({"limit": 2}, ["!", "a"]),
        ({"after": ("p", "a")}, ["aé", "b", "é"]),
        ({"after": ("p", "b"), "forward": False, "limit": 1}, ["aé"]),
    ],
)
def test_a_query_gives_its_part_in_order(store: Store, asked: dict[str, Any], found: list[str]) -> None:
    assert sks(filled(store, "é", "b", "aé", "a", "!").query("p", **asked, consistent=True).rows) == found


def test_pages_add_up(store: Store) -> None:
    filled(store, *(str(n) for n in range(7)))
    page = store.query("p", limit=3)
    found = page.rows
    while page.after is not None:
        page = store.query("p", limit=3, after=page.after)
        found += page.rows
    assert sks(found) == sks(store.query_all("p")) == [str(n) for n in range(7)]


def test_a_partition_of_megabytes_is_read_whole(store: Store) -> None:
    for sk in "abcd":
        store.put(row(sk, content=b"x" * 390_000))
    assert sks(store.query_all("p", consistent=True)) == list("abcd")
    assert store.query("p").after is not None


def test_many_reads_give_what_there_is(store: Store) -> None:
    filled(store, "a", "b")
    keys = [("p", "a"), ("p", "c"), ("p", "a"), ("p", "b")]
    assert store.get_many(keys) == {("p", "a"): row("a"), ("p", "b"): row("b")}
    assert store.get_many([]) == {}
    store.put(row(ver=1, text="x"))
    assert store.get_many([("p", "a")], only=("pk", "sk", "ver", "absent")) == {("p", "a"): row(ver=1)}
    with pytest.raises(ValueError, match="101 keys"):
        store.get_many([("p", str(n)) for n in range(101)])


def test_many_rows_are_put(store: Store) -> None:
    store.put_many([row(f"{n:02}") for n in range(60)])
    assert len(store.query_all("p")) == 60


@pytest.mark.parametrize(
    ("expression", "values", "holds"),
    [
        ("attribute_not_exists(pk)", {}, False),
        ("attribute_exists(pk)", {}, True),
        ("ver = :ver", {":ver": 3}, True),
        ("ver = :ver", {":ver": 4}, False),
        ("ver = :ver", {":ver": "3"}, False),
        ("ver <> :ver", {":ver": 4}, True),
        ("ver < :ver", {":ver": 10}, True),
        ("cp < :cp", {":cp": "0001:10"}, True),
        ("cp < :cp", {":cp": "0001:09"}, False),
        ("absent = :n", {":n": 1}, False),
        ("absent < :n", {":n": "z"}, False),
        ("ver = :ver AND (attribute_not_exists(absent) OR absent < :cp)", {":ver": 3, ":cp": "1"}, True),
        ("(ver = :no AND cp = :cp) OR (:no = :no AND attribute_not_exists(ver))", {":no": 0, ":cp": ""}, False),
        ("NOT ver = :ver", {":ver": 3}, False),
    ],
)
def test_conditions_hold_or_not(store: Store, expression: str, values: dict[str, Any], holds: bool) -> None:
    store.put(row(ver=3, cp="0001:09"))
    condition = Condition(expression, values)
    if holds:
        store.put(row(ver=4), condition)
    else:
        with pytest.raises(Conflict):
            store.put(row(ver=4), condition)
    assert (store.get(("p", "a")) or {})["ver"] == (4 if holds else 3)


def test_an_update_changes_what_it_names(store: Store) -> None:
    store.put(row(holder="me", hb=1, old="x"))
    after = store.update(("p", "a"), put={"holder": ""}, add={"hb": 2, "count": 1}, remove=("old", "never"))
    assert after == store.get(("p", "a")) == row(holder="", hb=3, count=1)


def test_an_update_makes_the_row_that_is_not_there(store: Store) -> None:
    assert store.update(("p", "a"), put={"name": "x"}) == row(name="x")


def test_an_update_is_refused_where_its_condition_does_not_hold(store: Store) -> None:
    store.put(row(hb=1))
    with pytest.raises(Conflict):
        store.update(("p", "a"), add={"hb": 1}, condition=Condition("hb = :hb", {":hb": 2}))
    assert store.get(("p", "a")) == row(hb=1)


def test_removing_what_is_not_there_is_fine(store: Store) -> None:
    filled(store, "a").delete(("p", "a"))
    store.delete(("p", "a"))
    assert store.query("p").rows == []


def test_a_row_is_removed_where_its_condition_holds(store: Store) -> None:
    store.put(row(ver=1))
    with pytest.raises(Conflict):
        store.delete(("p", "a"), Condition("ver = :ver", {":ver": 2}))
    store.delete(("p", "a"), Condition("ver = :ver", {":ver": 1}))
    assert store.get(("p", "a")) is None


def test_a_transaction_writes_all(store: Store) -> None:
    filled(store, "a").transact([Put(row("b"), FREE), Delete(("p", "a")), Delete(("p", "never"))])
    assert sks(store.query("p").rows) == ["b"]


def test_a_transaction_writes_nothing_where_one_condition_does_not_hold(store: Store) -> None:
    filled(store, "a")
    with pytest.raises(Conflict):
        store.transact([Put(row("b")), Put(row("a", ver=2), FREE)])
    assert store.query("p").rows == [row("a")]


def test_a_transaction_has_at_most_a_hundred_writes(store: Store) -> None:
    store.transact([Put(row(f"{n:03}")) for n in range(100)])
    with pytest.raises(Refused, match="101 writes"):
        store.transact([Put(row(f"{n:03}")) for n in range(101)])


@pytest.mark.parametrize(
    "bad", [row(content=b"x" * 410_000), row(""), row("x" * 1_025)], ids=["long row", "no key", "long key"]
)
def test_what_no_table_can_hold_is_refused(store: Store, bad: Row) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        store.put(bad)
    with pytest.raises(Refused):
        store.transact([Put(row("b")), Put(bad)])
    assert store.query("p").rows == []


def test_a_transaction_writes_a_row_once(store: Store) -> None:
    with pytest.raises(Refused):
        store.transact([Put(row(ver=1)), Put(row(ver=2))])


def test_segments_of_a_scan_make_the_whole(store: Store) -> None:
    for number in range(20):
        store.put({"pk": f"p{number}", "sk": "a"})
    parts = [[row["pk"] for row in store.scan(segment=n, segments=4)] for n in range(4)]
    assert sorted(chain(*parts)) == sorted(row["pk"] for row in store.scan())
    assert max(len(part) for part in parts) < 20
