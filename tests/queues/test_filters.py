"""What a queue is narrowed to: read out of addresses, and held against rows."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.deadlines import LONG_AGO
from support.commands.refusals import Invalid
from support.queues.asked import Asked, Sort
from support.queues.filters import WORDS, Filters
from support.queues.matching import Wanted, chosen, survey
from support.queues.row_id import RowKey, key_of, read_row_id, row_id
from support.queues.snapshot import Snapshot
from support.queues.work import Standing, Work, said
from tests.queues.conftest import NOW, QUEUE, a_row


def keeps(asked: dict[str, str], **row: Any) -> bool:
    return Filters.read(asked).keeps(a_row(**({"due_at": NOW - timedelta(hours=30)} | row)), NOW)


@pytest.mark.parametrize("name", WORDS)
def test_a_word_has_to_be_the_row_s(name: str) -> None:
    assert keeps({name: "XX"}, **{name: "XX"})
    assert not keeps({name: "XX"}, **{name: "XY"})


def test_a_template_stands_for_all_its_versions() -> None:
    assert keeps({"template": "book"}, template="book@3")
    assert keeps({"template": "book@3"}, template="book@3")
    assert not keeps({"template": "book@2"}, template="book@3")


@pytest.mark.parametrize(
    ("age", "kept"),
    [("30", True), ("30h", True), ("1800min", True), ("1d", True), ("31", False), ("2d", False), ("1w", False)],
)
def test_ages_are_counted_from_when_it_is_due(age: str, kept: bool) -> None:
    assert keeps({"min_age": age}) is kept


def test_what_is_due_since_nobody_knows_when_is_old_enough() -> None:
    assert keeps({"min_age": "100d"}, due_at=LONG_AGO)


@pytest.mark.parametrize(
    ("currency", "value", "kept"), [("EUR", 4990, True), ("EUR", 4989, False), ("JPY", 50, True), ("BHD", 49_900, True)]
)
def test_amounts_are_whole_units_of_the_row_s_own_currency(currency: str, value: int, kept: bool) -> None:
    assert keeps({"min_amount": "49.90"}, currency=currency, value=value) is kept
    assert keeps({"max_amount": "49.90"}, currency=currency, value=value) is (
        not kept or (currency, value) != ("JPY", 50)
    )


@pytest.mark.parametrize(
    ("asked", "hours", "kept"),
    [
        ({"promise": "late"}, -1, True),
        ({"promise": "late"}, 1, False),
        ({"promise": "soon"}, 1, True),
        ({"promise": "soon"}, 49, False),
        ({"promise_after": "2026-11-26"}, 24, True),
        ({"promise_after": "2026-11-27"}, 24, False),
        ({"promise_before": "2026-11-26"}, 24, True),
        ({"promise_before": "2026-11-25"}, 24, False),
    ],
)
def test_promises(asked: dict[str, str], hours: int, kept: bool) -> None:
    assert keeps(asked, promise=NOW + timedelta(hours=hours)) is kept
    assert not keeps(asked, promise=None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("min_age", value) for value in ("x", "-1", "1e9", "9999999d", "١")),
        *(("min_amount", value) for value in ("x", "-1", "1e99", "NaN", "1.2345", "٣")),
        *(("promise_after", value) for value in ("x", "0001-01-01", "2026-13-01")),
        *(("printer", value) for value in ("\0", "\ud800", "x" * 201)),
        ("promise", "whenever"),
        ("whose", "theirs"),
        ("standing", "lost"),
        ("sort", "random"),
    ],
)
def test_what_makes_no_sense_is_told_by_name(name: str, value: str) -> None:
    with pytest.raises(Invalid) as told:
        Asked.read({name: value, "code": "rejected"})
    assert list(told.value.errors) == [name]


def test_bounds_that_cross_are_told() -> None:
    for low, high in (("min_amount", "max_amount"), ("promise_after", "promise_before")):
        values = ("2", "1") if "amount" in low else ("2026-11-02", "2026-11-01")
        with pytest.raises(Invalid) as told:
            Filters.read({low: values[0], high: values[1]})
        assert list(told.value.errors) == [high]


WORD = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20).map(str.strip)
ASKED = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(WORDS, WORD),
        "min_age": st.sampled_from(["5", "90min", "2d", "1w", "0.5h"]),
        "min_amount": st.sampled_from(["1", "9.99"]),
        "max_amount": st.sampled_from(["10", "99.999"]),
        "promise": st.sampled_from(["late", "soon"]),
        "promise_before": st.dates().filter(lambda day: 2000 <= day.year < 2100).map(str),
        "whose": st.sampled_from(["mine", "team", "nobody"]),
        "standing": st.sampled_from(["open", "snoozed", "done"]),
        "sort": st.sampled_from(list(Sort)),
    },
)


@given(ASKED)
def test_an_address_says_what_it_was_made_of(asked: dict[str, str]) -> None:
    read = Asked.read(asked)
    assert Asked.read(dict(parse_qsl(read.query()))) == read


ROWS = st.lists(
    st.builds(
        a_row,
        st.integers(1, 100),
        printer=st.sampled_from("ab"),
        country=st.sampled_from(["DE", "FR"]),
        template=st.sampled_from(["", "t@1", "t@2"]),
        value=st.integers(0, 9_000),
    ),
    max_size=20,
    unique_by=key_of,
)


@given(
    ROWS,
    st.fixed_dictionaries(
        {}, optional={"printer": st.just("a"), "country": st.just("DE"), "min_amount": st.just("20")}
    ),
)
def test_the_count_beside_a_value_is_what_choosing_it_finds(rows: list[Any], asked: dict[str, str]) -> None:
    here = Snapshot(id="x", queue=QUEUE, at=NOW, rows=tuple(rows), more=False)
    found = survey(here, Wanted.read(asked), None, NOW, {})
    for name in WORDS:
        for value, count in found.values[name].items():
            if value:
                there = survey(here, Wanted.read(asked | {name: value}), None, NOW, {})
                assert len(there.rows) == count


def test_how_many_are_open_snoozed_and_done() -> None:
    rows = [a_row(n, due_at=NOW) for n in (1, 2, 3)]
    work: dict[tuple[str, str], Work] = {
        key_of(rows[0]): Work(done_at=NOW, seen=said(rows[0])),
        key_of(rows[1]): Work(snoozed_until=NOW + timedelta(hours=1), seen=said(rows[1]), owner=7),
    }
    here = Snapshot(id="x", queue=QUEUE, at=NOW, rows=tuple(rows), more=False)
    found = survey(here, Wanted(), None, NOW, work)
    assert found.standings == {Standing.DONE: 1, Standing.SNOOZED: 1, Standing.OPEN: 1}
    assert (found.rows, found.owners) == ([rows[2]], Counter({None: 1}))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), st.text("ab/#é"))
def test_a_row_s_name_says_which_it_is(order_id: str, sub: str) -> None:
    row = a_row(1, order_id=order_id, sub=sub)
    assert read_row_id(row_id(row)) == RowKey(order_id, sub)
    assert chosen(Snapshot(id="x", queue=QUEUE, at=NOW, rows=(row,), more=False), [row_id(row)]) == [row]


@pytest.mark.parametrize(
    "name", ["", "x", "é", "W10", "WyJvIl0", "W1tdLFtdXQ", "WyIiLCIiXQ", "A" * 5_000, "Ww" * 1_000, "\0"]
)
def test_what_is_no_row_s_name(name: str) -> None:
    with pytest.raises(ValueError, match="no row"):
        read_row_id(name)


def test_sorting() -> None:
    old, dear, soon = a_row(3, value=1), a_row(2, value=9_000, printer="b"), a_row(1, promise=NOW, printer="a", value=2)
    rows = [old, dear, soon]
    firsts = {sort: Asked(sort=sort).sorted(rows)[0] for sort in Sort}
    assert firsts == {
        Sort.OLDEST: old,
        Sort.NEWEST: soon,
        Sort.VALUE: dear,
        Sort.PROMISE: soon,
        Sort.ORDER: soon,
        Sort.PRINTER: soon,
    }
