"""A year of made-up orders as a lake: facts from a seed, in files as the product would have written them by now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import duckdb

from orders.sla.columns import COLUMNS, FILE
from orders.sla.facts import EPOCH, MICROSECOND
from orders.sla.lake.manifest import MONTH, DataFile, commit, load, new_name
from orders.sla.lake.months import STILL_CHANGES
from orders.sla.lake.patch import store_file

SEED: Final = 42
BEGINS, ENDS = date(2024, 11, 25), date(2025, 11, 25)
AS_OF: Final = datetime(2025, 11, 25, tzinfo=UTC)
HOUR: Final = 3_600_000_000
FLAT: Final = (
    "id", "country", "region", "placed_at", "paid_at", "files_ready_at", "accepted_at", "dispatched_at",
    "handed_over_at", "delivered_at", "heard_at", "first_promise", "done_at", "cancelled", "unpaid", "lost",
    "products", "printers",
)  # fmt: skip
"""What the same questions need of an order in a table of a database."""


@dataclass(frozen=True, slots=True)
class Made:
    """How many files and bytes hold the facts."""

    files: int
    size: int


def make(orders: int, table: str, folder: Path) -> Made:
    """Put so many orders into the lake of a projection, in the place of what it held; ``flat.csv`` has them in
    ``folder``.
    """
    held: dict[str, DataFile] = {}
    manifest, size = load(table), 0
    with duckdb.connect(config={"threads": 2}) as database:
        _generate(database, orders)
        for period, first, after in _periods():
            file = _written(database, folder / "made.parquet", period, first, after)
            content = (folder / "made.parquet").read_bytes()
            if store_file(manifest, file, content):
                held[period], size = file, size + len(content)
        database.execute(_flat(folder / "flat.csv"))
    commit(load(table), held, AS_OF)
    return Made(len(held), size)


def _generate(database: duckdb.DuckDBPyConnection, orders: int) -> None:
    """Orders with their times, each after the one before and none later than the end of the year."""
    database.execute(f"CREATE MACRO u(n, k) AS (hash(n * 100 + k + {SEED} * 7919) % 1000000007) / 1000000007.0")
    database.execute(
        f"CREATE MACRO took(n, k, least, mean) AS CAST((least - ln(1 - u(n, k)) * mean) * {HOUR} AS BIGINT)"
    )
    start, end = _micros(BEGINS), _micros(ENDS)
    text = f"SELECT i, {start} + CAST(u(i, 0) * {end - start} AS BIGINT) AS placed_at FROM range({orders}) AS n(i)"  # noqa: S608
    for name, expression in _CHAIN:
        text = f"SELECT *, {expression} AS {name} FROM ({text}) AS before"  # noqa: S608
    times = ", ".join(f"CASE WHEN {name} <= {end} THEN {name} END AS {name}" for name, _ in _CHAIN)
    database.execute(f"CREATE TABLE orders AS SELECT * REPLACE ({times}) FROM ({text}) AS made ORDER BY placed_at")  # noqa: S608
    database.execute(f"CREATE VIEW facts AS {_facts()}")


_CHAIN: Final = (
    ("paid_at", "CASE WHEN u(i, 1) < 0.985 THEN placed_at + took(i, 2, 0, 0.5) END"),
    ("render_queued_at", "paid_at + took(i, 3, 0, 0.1)"),
    ("render_started_at", "render_queued_at + took(i, 4, 0, 1)"),
    ("files_ready_at", "render_started_at + took(i, 5, 0.1, 1)"),
    ("accepted_at", "files_ready_at + took(i, 6, 0.2, 3)"),
    ("dispatched_at", "accepted_at + took(i, 7, 20, 40)"),
    ("handed_over_at", "dispatched_at + took(i, 8, 1, 8)"),
    ("delivered_at", "CASE WHEN u(i, 9) < 0.99 THEN handed_over_at + took(i, 10, 20, 50) END"),
)


def _facts() -> str:
    """An order's own fact, that of its print job and that of its parcel."""
    own = f"""SELECT 'order' AS unit, 'o-' || i AS id, 'o-' || i AS order_id, 'PX-' || i AS order_number,
    ['DE','FR','GB','US','CA','IT','ES','NL','AT','CH','SE','BR'][1 + CAST(floor(u(i, 20) * 12) AS INT)] AS country,
    'R' || CAST(floor(u(i, 21) * 40) AS INT) AS region,
    ['economy','standard','express'][1 + CAST(floor(u(i, 22) * 3) AS INT)] AS shipping_method,
    placed_at, paid_at, render_queued_at, render_started_at, files_ready_at, accepted_at, dispatched_at,
    handed_over_at, delivered_at, coalesce(delivered_at, handed_over_at) AS heard_at,
    placed_at + 9 * 24 * {HOUR} AS first_promise,
    placed_at + (9 + CAST(u(i, 23) < 0.05 AS INT)) * 24 * {HOUR} AS promise,
    delivered_at AS done_at, u(i, 1) > 0.995 AS cancelled, paid_at IS NULL AS unpaid,
    delivered_at IS NULL AND u(i, 24) < 0.002 AS lost,
    [{_book("u(i, 25)")}] || CASE WHEN u(i, 26) < 0.1 THEN ['cal-' || CAST(floor(u(i, 27) * 7) AS INT)] ELSE [] END
    AS products, [{_printer("u(i, 28)")}] || CASE WHEN u(i, 29) < 0.08 THEN [{_printer("u(i, 30)")}] ELSE [] END
    AS printers, ['carrier-' || CAST(floor(u(i, 31) * 9) AS INT)] AS carriers,
    ['service-' || CAST(floor(u(i, 31) * 14) AS INT)] AS services,
    ['template-' || CAST(floor(u(i, 32) * 30) AS INT)] AS templates FROM orders"""  # noqa: S608
    distinct = f"SELECT * REPLACE (list_sort(list_distinct(printers)) AS printers) FROM ({own}) AS own"  # noqa: S608
    due = f"placed_at + 5 * 24 * {HOUR}"
    job = f"""SELECT * REPLACE ('print_job' AS unit, 'j-' || id AS id, dispatched_at AS done_at, NULL AS heard_at,
    {due} AS promise, {due} AS first_promise, false AS unpaid) FROM ({distinct}) AS job"""  # noqa: S608
    parcel = f"SELECT * REPLACE ('parcel' AS unit, 'p-' || id AS id, false AS unpaid) FROM ({distinct}) AS parcel"  # noqa: S608
    return f"{distinct} UNION ALL BY NAME {job} UNION ALL BY NAME {parcel}"


def _book(part: str) -> str:
    return f"'book-' || CAST(floor({part} * 20) AS INT)"


def _printer(part: str) -> str:
    return f"'printer-' || CAST(floor({part} * 60) AS INT)"


def _periods() -> Iterator[tuple[str, date, date]]:
    """Months that are long past, then days: each with its first day and the one after its last."""
    cut, day = (ENDS - STILL_CHANGES).replace(day=1), BEGINS
    while day < ENDS:
        after = (day.replace(day=1) + timedelta(days=32)).replace(day=1) if day < cut else day + timedelta(days=1)
        yield (day.isoformat()[:MONTH] if day < cut else day.isoformat()), day, after
        day = after


def _written(database: duckdb.DuckDBPyConnection, path: Path, period: str, first: date, after: date) -> DataFile:
    name = new_name(period)
    named = ", ".join(f"{column}::{kind} AS {column}" for column, kind in COLUMNS.items())
    within = f"placed_at >= {_micros(first)} AND placed_at < {_micros(after)}"
    query = f"SELECT {named}, '{name}' AS {FILE} FROM facts WHERE {within} ORDER BY unit, placed_at, id"  # noqa: S608
    rows = database.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)").fetchall()[0][0]
    return DataFile(name, int(rows))


def _flat(path: Path) -> str:
    """Lists as PostgreSQL spells them."""
    named = ", ".join(f"'{{' || array_to_string({n}, ',') || '}}' AS {n}" if n in LISTED else n for n in FLAT)
    return f"COPY (SELECT {named} FROM facts WHERE unit = 'order') TO '{path}' (FORMAT csv, HEADER false)"  # noqa: S608


LISTED: Final = ("products", "printers")


def _micros(day: date) -> int:
    return (datetime(day.year, day.month, day.day, tzinfo=UTC) - EPOCH) // MICROSECOND
