"""What people say in each language: names, titles of books, and the words in carriers' scans. One file each."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("languages")
ALIKE = {"ca": "es", "nn": "nb"}
"""Languages whose neighbour's words will do."""


@cache
def language(locale: str) -> dict[str, Any]:
    """The language of a locale, ``pt-BR`` or ``pt``; English where there is no file for it."""
    name = locale.partition("-")[0]
    file = FOLDER / f"{ALIKE.get(name, name)}.toml"
    return tomllib.loads((file if file.exists() else FOLDER / "en.toml").read_text(encoding="utf-8"))
