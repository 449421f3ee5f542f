"""Which printer is the best for a row that is to be printed elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Count

from orders.contract.model import Printer, PrinterState
from support.bulk.models import FINAL, BulkRow, RowState
from support.commands.models import REPLACING, Command
from support.commands.refusals import Refused
from support.commands.states import OPEN
from support.printers.fit import choices
from support.printers.models import PrinterPause

NONE = "No other printer that makes it takes new work at the moment."


class Choosing:
    """The printers as they are now, with the work that is on its way to each."""

    def __init__(self, printers: Iterable[Printer], pauses: Mapping[str, PrinterPause]) -> None:
        self._active = [printer for printer in printers if printer.state is PrinterState.ACTIVE]
        self._pauses = pauses
        self._work = open_work()

    def best(self, product: str, holder: str) -> str:
        """The active printer with the fewest open work that makes the product and is not its ``holder``; of equals the
        first by id, so that the same question has the same answer. Raises Refused.
        """
        able = [each.printer for each in choices(self._active, self._pauses, product, holder) if not each.why]
        if not able:
            raise Refused(NONE, "no_printer")
        return min((self._work[printer.printer_id], printer.printer_id) for printer in able)[1]

    def give(self, printer_id: str) -> None:
        """One more is on its way there."""
        self._work[printer_id] += 1


def open_work() -> Counter[str]:
    """By printer: open commands for copies, and rows of jobs that are still to go. Two queries."""
    sent = Command.objects.filter(kind__in=[kind.value for kind in REPLACING], state__in=OPEN)
    ready = BulkRow.objects.filter(state=RowState.READY).exclude(job__state__in=FINAL)
    found: Counter[str] = Counter()
    for counted in (sent.order_by().values_list("printer_id"), ready.order_by().values_list("printer_id")):
        found.update(dict(counted.annotate(number=Count("pk"))))
    return found
