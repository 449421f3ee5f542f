"""What a situation may look at: one line, or the whole order, with names, deadlines and the clock at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from orders.answer.clock import Clock
from orders.answer.words import Subject, in_words, noun
from orders.contract.model import Order, Printer
from orders.deadlines import Deadline, awaited, line_deadlines
from orders.delivery import Delivered, order_delivered
from orders.lines import LineView, line_views
from orders.snapshot import OrderSnapshot

NOBODY_KNOWN: Mapping[str, Printer] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """The whole order as its situations see it; ``awaited`` where anybody has to do anything for it."""

    snapshot: OrderSnapshot
    clock: Clock
    printers: Mapping[str, Printer]
    lines: tuple[LineFacts, ...]
    delivered: Delivered | None
    awaited: bool

    @property
    def order(self) -> Order | None:
        """The order's own row."""
        return self.snapshot.order

    @property
    def under_way(self) -> bool:
        """Whether a printer or a carrier has anything of it."""
        return bool(self.snapshot.print_jobs or self.snapshot.parcels)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """One line as its situations see it. ``alone`` where the order has no other."""

    view: LineView
    order: Order | None
    clock: Clock
    printers: Mapping[str, Printer]
    deadlines: tuple[Deadline, ...]
    subject: Subject

    @property
    def printer(self) -> str:
        """The printer's name, or "the printer"."""
        job, parcel = self.view.job, self.view.parcel
        printer_id = (job.printer_id if job else "") or (parcel.printer_id if parcel else "")
        printer = self.printers.get(printer_id)
        return printer.name if printer and printer.name else "the printer"

    @property
    def at_printer(self) -> str:
        """`` at Köln Druck``."""
        return f" at {self.printer}"

    @property
    def carrier(self) -> str:
        """The carrier's name, or "the carrier"."""
        return carrier_name(self.view.parcel.carrier if self.view.parcel else "")

    def due(self, queue: str) -> Deadline | None:
        """The line's deadline of a queue, passed or not."""
        return next((due for due in self.deadlines if due.queue == queue), None)

    def overdue(self, queue: str) -> Deadline | None:
        """The line's deadline of a queue if it has passed; None where no time is asked about."""
        due, now = self.due(queue), self.clock.now
        return due if due and now and due.passed(now) else None

    def about(self, subject: Subject) -> LineFacts:
        """The same facts told of another subject, e.g. of several lines at once."""
        return replace(self, subject=subject)


CARRIERS = {"dhl": "DHL", "dpd": "DPD", "gls": "GLS", "ups": "UPS", "usps": "USPS", "tnt": "TNT", "ppl": "PPL"} | {
    "dhl_express": "DHL Express",
    "dhl_parcel_de": "DHL Paket",
    "la_poste": "La Poste",
    "laposte": "La Poste",
    "postnl": "PostNL",
    "bpost": "bpost",
    "fedex": "FedEx",
    "inpost": "InPost",
    "ctt": "CTT",
    "jne": "JNE",
    "sf_express": "SF Express",
    "smsa": "SMSA",
}


def carrier_name(code: str) -> str:
    """``dhl_express`` to ``DHL Express``; "the carrier" where nobody says which."""
    if not code or code in {"unspecified", "unknown", "other"}:
        return "the carrier"
    return CARRIERS.get(code) or in_words(code).title() or "the carrier"


def order_facts(snapshot: OrderSnapshot, clock: Clock, printers: Mapping[str, Printer]) -> OrderFacts:
    """Everything the situations of an order and of its lines look at."""
    live = awaited(snapshot)
    return OrderFacts(
        snapshot=snapshot,
        clock=clock,
        printers=printers,
        lines=tuple(_line(snapshot, view, clock, printers, live) for view in line_views(snapshot)),
        delivered=order_delivered(snapshot),
        awaited=live,
    )


def _line(
    snapshot: OrderSnapshot, view: LineView, clock: Clock, printers: Mapping[str, Printer], live: bool
) -> LineFacts:
    product = view.line.product or (view.design.product if view.design else "")
    return LineFacts(
        view=view,
        order=snapshot.order,
        clock=clock,
        printers=printers,
        deadlines=tuple(line_deadlines(snapshot, view)) if live else (),
        subject=Subject(noun(product), reprint=view.is_reprint and view.arrived is None),
    )
