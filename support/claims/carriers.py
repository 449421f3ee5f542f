"""What carriers' terms let us claim: the data of carriers.toml, which explains itself."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from support.claims.clock import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierTerms:
    """``damage``, ``loss`` and ``wait`` are days. ``line`` is where they stand: "service", "carrier" or "default"."""

    damage: int
    loss: int
    wait: int
    unit: Unit
    tracked: bool
    line: str
    version: str


def carrier_terms(carrier: str, service: str, table: Mapping[str, Any] | None = None) -> CarrierTerms:
    """Those of the narrowest line, by names as the backend spells them; ``table`` is read from the file if None."""
    known = table or _table()
    own: Mapping[str, Any] = _named(known.get("carriers", {}), carrier)
    narrow: Mapping[str, Any] = _named(own.get("services", {}), service)
    told = {**known["default"], **{name: value for name, value in own.items() if name != "services"}, **narrow}
    line = "service" if narrow else "carrier" if own.keys() - {"services"} else "default"
    return CarrierTerms(**{**told, "unit": Unit(told["unit"])}, line=line, version=known["version"])


def _named(lines: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next((about for known, about in lines.items() if name and plain(known) == plain(name)), {})


def plain(name: str) -> str:
    """A name as two of them are compared."""
    return " ".join(unicodedata.normalize("NFKC", name).replace("_", " ").split()).casefold()


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("carriers.toml").read_text(encoding="utf-8"))
