"""Names and hostile text from the shared data, read in place; empty where it is absent."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

NAMES = Path(__file__).resolve().parents[3] / "shared" / "data" / "names"

needs_names = pytest.mark.skipif(not NAMES.is_dir(), reason="the shared names are not beside this checkout")


def real_names() -> list[str]:
    """Each localized first and last name of the lists, in thirteen scripts."""
    return [name for file in ("forenames", "surnames") for name in _column(f"common-{file}-by-country.csv")]


def hostile_strings() -> list[str]:
    """Strings that break programs."""
    file = NAMES / "blns.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else []


def odd_addresses() -> list[str]:
    """E-mail addresses at the edges of the standard, right and wrong."""
    file = NAMES / "isemail_tests.json"
    return [case["address"] for case in json.loads(file.read_text("utf-8"))] if file.is_file() else []


def _column(file: str) -> Iterator[str]:
    path = NAMES / file
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as rows:
            yield from (row["Localized Name"] for row in csv.DictReader(rows) if row["Localized Name"])
