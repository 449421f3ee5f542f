"""Which printers could take a piece of work, and why the others could not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orders.contract.model import Printer, PrinterState
from support.printers.models import PrinterPause
from support.printers.words import until_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One printer; ``why`` says what stands in its way, "" where nothing does."""

    printer: Printer
    why: str


def choices(
    printers: Iterable[Printer], pauses: Mapping[str, PrinterPause], product: str = "", holder: str = ""
) -> list[Choice]:
    """Every printer that is not retired and makes the product, other than the ``holder`` of the work: those that can
    take it first.
    """
    able = [
        Choice(printer=printer, why=obstacle(printer, pauses))
        for printer in printers
        if printer.printer_id != holder and printer.state is not PrinterState.RETIRED and makes(printer, product)
    ]
    return sorted(able, key=lambda choice: bool(choice.why))


def makes(printer: Printer, product: str) -> bool:
    """Whether it makes a product; where its row names none, nobody knows better."""
    return not product or not printer.products or product in printer.products


def obstacle(printer: Printer, pauses: Mapping[str, PrinterPause]) -> str:
    """Why it takes no new work, as an aside; "" where it does."""
    if printer.state is PrinterState.RETIRED:
        return "retired"
    if printer.state is PrinterState.PAUSED:
        return "takes no new work"
    pause = pauses.get(printer.printer_id)
    return f"paused here {until_words(pause)}" if pause else ""
