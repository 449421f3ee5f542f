"""The figures of ``company.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

FIGURES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("company.toml").read_text(encoding="utf-8"))

ORDERS: dict[str, Any] = FIGURES["orders"]
PRODUCTS: dict[str, dict[str, Any]] = FIGURES["products"]
TEMPLATES: dict[str, dict[str, Any]] = FIGURES["templates"]
UPLOADS: dict[str, Any] = FIGURES["uploads"]
RENDERS: dict[str, Any] = FIGURES["renders"]
PRODUCTION: dict[str, Any] = FIGURES["production"]
PARCELS: dict[str, Any] = FIGURES["parcels"]
SCANS: dict[str, Any] = PARCELS["scans"]
CUSTOMERS: dict[str, float] = FIGURES["customers"]
COMMANDS: dict[str, Any] = FIGURES["commands"]
PRINTERS: dict[str, dict[str, Any]] = FIGURES["printers"]


def pick(dice: Random, shares: dict[str, Any]) -> str:
    """One of the names, as often as its share says: a number, or ``share`` of a table."""
    weights = [each["share"] if isinstance(each, dict) else each for each in shares.values()]
    return dice.choices(list(shares), weights)[0]


def makes(printer_id: str) -> list[str]:
    """The products that a printer can make."""
    return [product for sort in PRINTERS[printer_id]["makes"] for product in FIGURES["makes"][sort]]
