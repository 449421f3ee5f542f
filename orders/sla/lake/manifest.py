"""The manifest: which file holds the facts of which day or month, and up to when the facts are complete.

It is one small file that is replaced at once, so that a reader sees all days as of one moment, and a writer that dies
leaves only files that nothing names. Each projection has its own lake: a switch to another one is a switch of both.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from orders.sla.facts import SCHEMA_VERSION
from orders.sla.lake import files

UNDATED: Final = "undated"
MONTH: Final = len("2017-11")

ANY_FACTS: Final = "facts/"
ANY_MANIFEST: Final = "manifests/"
"""What the keys of all data files and of all manifests begin with."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One data file: its name under the lake's, and how many facts it holds."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``held`` maps periods ("2017-11-20", or "2017-11" once it is old, or "undated") to their files. ``until`` is up
    to when everything that the backend has told is in, None where that was never known. ``etag`` is that of the
    manifest in S3, "" before there is one.
    """

    table: str
    held: Mapping[str, DataFile]
    until: datetime | None = None
    etag: str = ""

    def period(self, day: str) -> str:
        """Where the facts of a day are, or go."""
        month = day[:MONTH]
        return month if month in self.held and day != UNDATED else day

    def path(self, file: DataFile) -> str:
        """The key of a data file."""
        return prefix(self.table) + file.name


def prefix(table: str) -> str:
    """What every file of a projection's lake begins with."""
    return f"{ANY_FACTS}v{SCHEMA_VERSION}/{table}/"


def new_name(period: str) -> str:
    """A name for a data file that no other has or had."""
    return f"{period}-{secrets.token_hex(8)}.parquet"


def manifest_key(table: str) -> str:
    """Where the manifest is: not among the data, which others read by its folder."""
    return f"{ANY_MANIFEST}v{SCHEMA_VERSION}/{table}.json"


def load(table: str) -> Manifest:
    """The manifest as it is now; an empty one where there is none yet."""
    found = files.read(manifest_key(table))
    if found is None:
        return Manifest(table=table, held={})
    told, etag = json.loads(found[0]), found[1]
    held = {period: DataFile(name, rows) for period, (name, rows) in told["files"].items()}
    until = datetime.fromisoformat(told["until"]) if told["until"] else None
    return Manifest(table=table, held=held, until=until, etag=etag)


def commit(before: Manifest, held: Mapping[str, DataFile], until: datetime | None) -> Manifest:
    """Put a manifest in the place of the one it was made from. Raises files.Overtaken where that is no more."""
    told = {
        "files": {period: (file.name, file.rows) for period, file in sorted(held.items())},
        "until": until.isoformat() if until else None,
    }
    etag = files.replace(manifest_key(before.table), json.dumps(told).encode(), before.etag)
    return replace(before, held=held, until=until, etag=etag)
