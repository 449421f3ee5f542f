"""Facts in a file, as reports read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import duckdb

from orders.sla.columns import COLUMNS, LISTS
from orders.sla.facts import Fact
from orders.sla.report.duck import Duck


def lake(folder: Path, facts: Iterable[Fact]) -> Duck:
    """An engine over these facts."""
    lines, made = folder / "facts.json", folder / "facts.parquet"
    lines.write_text(
        "".join(json.dumps(fact | {name: fact[name] or [None] for name in LISTS}) + "\n" for fact in facts)
    )
    with duckdb.connect() as database:
        database.read_json(str(lines), columns=dict(COLUMNS), format="newline_delimited").write_parquet(str(made))
    return Duck([str(made)])
