"""Source rows on this machine's disk, gathered in any order and given back aggregate by aggregate.

An order's rows lie in four source tables, none of them in the order of orders. Written one by one, each would cost a
transaction that derives the order anew; brought together, the whole order costs one. A file of SQLite sorts what no
memory holds. It is readable by us alone and removed when the rebuild ends; where it is lost, it is gathered again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from threading import Lock

from orders.contract.decode import Image
from orders.contract.tables import SOURCE_TABLES, SourceTable
from orders.projections import keys, payload

SHARDS = 32
"""Of each half; what is filled at once, and noted as done."""

ROWS_TOGETHER = 500
PARENTS, ORDERS = "parents", "orders"

TABLES = """
CREATE TABLE IF NOT EXISTS part (name TEXT PRIMARY KEY, rows INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS row (
    source TEXT NOT NULL, key TEXT NOT NULL, half TEXT NOT NULL, shard INTEGER NOT NULL, home TEXT NOT NULL,
    image BLOB NOT NULL, PRIMARY KEY (source, key)
) WITHOUT ROWID;
"""

SpooledRow = tuple[SourceTable, str, Image]


class Spool:
    """The file of one rebuild. A part that was begun and not finished is simply gathered again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch(mode=0o600)
        self._lock = Lock()
        self._file = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._file.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; {TABLES}")

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def has(self, part: str) -> bool:
        """Whether a part is gathered to its end."""
        with self._lock:
            return self._file.execute("SELECT 1 FROM part WHERE name = ?", [part]).fetchone() is not None

    def add(self, rows: Sequence[tuple[str, SourceTable, str, Image]]) -> None:
        """Keep rows: each with the aggregate it belongs to, "" where it belongs to none."""
        values = []
        for home, table, key, image in rows:
            shard = keys.shard_of(home or key, SHARDS)
            stored = payload.pack([key, image])
            values.append((table.name, _plain(key), _half(home), shard, _plain(home), stored))
        with self._lock:
            self._file.execute("BEGIN")
            self._file.executemany("INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?, ?, ?)", values)
            self._file.execute("COMMIT")

    def note(self, part: str, rows: int) -> None:
        """A part is gathered to its end."""
        with self._lock:
            self._file.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", [part, rows])

    def sort(self) -> None:
        """Make ready for reading back."""
        with self._lock:
            self._file.execute("CREATE INDEX IF NOT EXISTS by_home ON row (half, shard, home)")

    def count(self, half: str) -> int:
        """How many rows one half has."""
        with self._lock:
            return int(self._file.execute("SELECT count(*) FROM row WHERE half = ?", [half]).fetchone()[0])

    def batches(self, half: str, shard: int) -> Iterator[list[SpooledRow]]:
        """The rows of a shard, some hundred at once, those of one aggregate together."""
        wanted = "SELECT home, source, image FROM row WHERE half = ? AND shard = ? ORDER BY home"
        batch: list[SpooledRow] = []
        with closing(sqlite3.connect(self.path)) as file:
            for _, rows in groupby(file.execute(wanted, [half, shard]), key=lambda row: row[0]):
                batch += [_row(source, image) for _, source, image in rows]
                if len(batch) >= ROWS_TOGETHER:
                    yield batch
                    batch = []
        yield batch


def spool_of(folder: Path, projection: str) -> Path:
    """The file of a projection's rebuild."""
    return folder / f"printdesk-{projection}.spool"


def remove_spool(path: Path) -> None:
    """Leave nothing behind."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def _row(source: str, stored: bytes) -> SpooledRow:
    key, image = payload.unpack(stored)
    return SOURCE_TABLES[source], key, payload.image_values(image)


def _half(home: str) -> str:
    """What orders are derived with comes first."""
    return ORDERS if home.startswith("O#") else PARENTS


def _plain(text: str) -> str:
    """SQLite takes no lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode()
