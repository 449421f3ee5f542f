"""The print sites of the forty orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

KOELN = "koeln-druck"
LYON = "atelier-lyon"
LISBOA = "graficas-tejo"
TOKYO = "tokyo-photobook"
DUBAI = "dar-al-tibaa"
PRAIRIE = "prairie-print"
PAULISTA = "grafica-paulista"
LEEDS = "oak-and-ink"
WROCLAW = "drukarnia-odra"
SEOUL = "hanul-print"

BOOKS = ["photobook-hardcover-20x20", "photobook-hardcover-30x30", "photobook-softcover-a5"]
FLAT = ["calendar-wall-a3", "poster-50x70", "cards-a6-24"]
TILES = ["tiles-20x20-6", "canvas-40x60"]


def rows(updated_at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The printers, one of each state and one whose state nobody knows."""
    for row in (
        _printer(KOELN, "Köln Druck", "DE", BOOKS + FLAT, "Europe/Berlin", 3),
        _printer(LYON, "Atelier Lyon", "FR", BOOKS, "Europe/Paris", 4),
        _printer(LISBOA, "Gráficas do Tejo", "PT", BOOKS + TILES, "Europe/Lisbon", 4),
        _printer(TOKYO, "東京フォトブック", "JP", BOOKS + FLAT, "Asia/Tokyo", 2),
        _printer(DUBAI, "دار الطباعة", "AE", FLAT + TILES, "Asia/Dubai", 5),
        _printer(PRAIRIE, "Prairie Print Co.", "US", BOOKS + FLAT + TILES, "America/Denver", 3),
        _printer(PAULISTA, "Gráfica Paulista", "BR", BOOKS + FLAT, "America/Sao_Paulo", 5),
        _printer(LEEDS, "Oak & Ink", "GB", BOOKS + FLAT, "Europe/London", 3, state="paused"),
        _printer(WROCLAW, "Drukarnia Odra", "PL", BOOKS, "Europe/Warsaw", 4, state="retired"),
        _printer(SEOUL, "한울 프린트", "KR", BOOKS + TILES, "Asia/Seoul", 3, state="onboarding"),
    ):
        yield "printers", row | {"updated_at": updated_at}


def _printer(
    printer_id: str, name: str, country: str, products: list[str], timezone: str, days: int, state: str = "active"
) -> dict[str, Any]:
    return {
        "printer_id": printer_id,
        "name": name,
        "country": country,
        "products": products,
        "state": state,
        "contact_email": f"orders@{printer_id}.example",
        "timezone": timezone,
        "production_days": days,
        "claim_window_days": 30,
    }
