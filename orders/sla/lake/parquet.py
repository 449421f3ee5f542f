"""Facts as Parquet, by DuckDB: made of what changed and of what a file held before."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

import duckdb

from orders.sla.columns import COLUMNS, FILE, LISTS
from orders.sla.facts import Fact

MEMORY: Final = "512MB"


def connection() -> duckdb.DuckDBPyConnection:
    """DuckDB in this process, with bounded memory, and nothing from outside."""
    opened = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "threads": 2,
            "autoinstall_known_extensions": False,
            "temp_directory": tempfile.gettempdir(),
        }
    )
    opened.execute("SET preserve_insertion_order = false")
    return opened


def patched(old: bytes | None, without: Collection[str], facts: Iterable[Fact], name: str = "") -> tuple[bytes, int]:
    """A file with what ``old`` held of other orders than ``without``, and these facts; and how many it holds. ``name``
    is what it will be called.
    """
    with tempfile.TemporaryDirectory(prefix="printdesk-lake-") as folder, connection() as database:
        parts = [_fresh(database, Path(folder) / "fresh.json", facts)]
        if old is not None:
            parts.append(_kept(database, Path(folder) / "old.parquet", old, without))
        return _made(database, Path(folder), name, f"({' UNION ALL BY NAME '.join(parts)})")


def joined(each: Iterable[bytes], name: str) -> tuple[bytes, int]:
    """One file of this name with what all these hold; and how many that is."""
    with tempfile.TemporaryDirectory(prefix="printdesk-lake-") as folder, connection() as database:
        for number, content in enumerate(each):
            (Path(folder) / f"{number}.parquet").write_bytes(content)
        return _made(database, Path(folder), name, f"read_parquet('{folder}/*.parquet')")


def _made(database: duckdb.DuckDBPyConnection, folder: Path, name: str, source: str) -> tuple[bytes, int]:
    """Rows of one kind lie together, in the order of their days: a report skips the rest."""
    made = folder / "made"
    query = f"SELECT {_named()}, '{name}' AS {FILE} FROM {source} ORDER BY unit, placed_at, id"  # noqa: S608  our own names
    database.execute(f"COPY ({query}) TO '{made}' (FORMAT parquet, COMPRESSION zstd)")
    rows = database.execute("SELECT count(*) FROM read_parquet(?)", [str(made)]).fetchall()[0][0]
    return made.read_bytes(), int(rows)


def _named() -> str:
    return ", ".join(f"{name}::{kind} AS {name}" for name, kind in COLUMNS.items())


def _fresh(database: duckdb.DuckDBPyConnection, path: Path, facts: Iterable[Fact]) -> str:
    with path.open("w") as lines:
        for fact in facts:
            lines.write(json.dumps(fact | {name: fact[name] or [None] for name in LISTS}) + "\n")
    read = database.read_json(str(path), columns=dict(COLUMNS), format="newline_delimited")
    read.create("fresh")
    return "SELECT * FROM fresh"


def _kept(database: duckdb.DuckDBPyConnection, path: Path, old: bytes, without: Collection[str]) -> str:
    path.write_bytes(old)
    database.execute("CREATE TEMP TABLE gone AS SELECT unnest(?::VARCHAR[]) AS order_id", [list(without)])
    return f"SELECT * EXCLUDE ({FILE}) FROM read_parquet('{path}') WHERE order_id NOT IN (SELECT order_id FROM gone)"  # noqa: S608  our own path
