"""The backend's rows as typed records: one frozen dataclass a source table, with the states of ``states.py``.

The shapes follow ``proto/backend.proto``. A field that the backend did not set is ``""``, ``0``, ``()`` or
``None``; a state that this version does not know is ``UNKNOWN``, with the backend's word in ``raw_state``.
Times are aware datetimes in UTC, money is in minor units of the record's currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orders.contract.states import (
    CommandKind,
    OrderState,
    PrinterState,
    PrintJobState,
    PrintState,
    RenderState,
    ShipmentState,
)

__all__ = [
    "Address", "CommandKind", "Order", "OrderLine", "OrderState", "Print", "PrintJob", "PrintJobState", "PrintState",
    "Printer", "PrinterState", "Record", "Render", "RenderFailure", "RenderState", "Scan", "Shipment", "ShipmentState",
    "User",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A customer: a row of ``users``."""

    user_id: str
    email: str = ""
    name: str = ""
    phone: str = ""
    locale: str = ""
    country: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A design, the digital form of what will be printed: a row of ``prints``."""

    print_id: str
    user_id: str = ""
    product: str = ""
    title: str = ""
    template_id: str = ""
    template_version: str = ""
    page_count: int = 0
    photo_count: int = 0
    photos_uploaded: int = 0
    photos_failed: int = 0
    state: PrintState = PrintState.UNKNOWN
    raw_state: str = ""
    cover_key: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One print bought, within an order."""

    line_id: str = ""
    print_id: str = ""
    product: str = ""
    quantity: int = 0
    unit_price: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an order goes; the postcode is text because leading zeros matter."""

    name: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The purchase of one or more prints: a row of ``orders``."""

    order_id: str
    order_number: str = ""
    user_id: str = ""
    state: OrderState = OrderState.UNKNOWN
    raw_state: str = ""
    hold_reason: str = ""
    cancelled_by: str = ""
    currency: str = ""
    total: int = 0
    payment_reference: str = ""
    lines: tuple[OrderLine, ...] = ()
    ship_to: Address | None = None
    shipping_method: str = ""
    placed_at: datetime | None = None
    paid_at: datetime | None = None
    dispatch_by: datetime | None = None
    deliver_by: datetime | None = None
    first_deliver_by: datetime | None = None
    cancelled_at: datetime | None = None
    updated_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderFailure:
    """Why a render failed; ``page`` is 1-based, 0 where no single page is at fault."""

    code: str = ""
    message: str = ""
    page: int = 0
    retryable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """One attempt to turn a print into printable files: a row of ``renders``."""

    render_id: str
    order_id: str = ""
    line_id: str = ""
    print_id: str = ""
    attempt: int = 0
    state: RenderState = RenderState.UNKNOWN
    raw_state: str = ""
    failure: RenderFailure | None = None
    renderer_version: str = ""
    template_id: str = ""
    template_version: str = ""
    pdf_key: str = ""
    preview_keys: tuple[str, ...] = ()
    checksum: str = ""
    page_count: int = 0
    command_id: str = ""
    queued_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """The fulfilment of one line by one printer: a row of ``print_jobs``."""

    print_job_id: str
    order_id: str = ""
    line_id: str = ""
    render_id: str = ""
    printer_id: str = ""
    printer_reference: str = ""
    state: PrintJobState = PrintJobState.UNKNOWN
    raw_state: str = ""
    raw_status: str = ""
    reason: str = ""
    cost: int = 0
    currency: str = ""
    reprint_of: str = ""
    cause: str = ""
    command_id: str = ""
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    printed_at: datetime | None = None
    dispatched_at: datetime | None = None
    dispatch_by: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One event of a parcel in the carrier's own code and words."""

    at: datetime | None = None
    code: str = ""
    description: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel: a row of ``shipments``."""

    shipment_id: str
    order_id: str = ""
    print_job_ids: tuple[str, ...] = ()
    printer_id: str = ""
    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    state: ShipmentState = ShipmentState.UNKNOWN
    raw_state: str = ""
    raw_status: str = ""
    exception_reason: str = ""
    scans: tuple[Scan, ...] = ()
    handed_over_at: datetime | None = None
    deliver_by: datetime | None = None
    eta: datetime | None = None
    first_attempt_at: datetime | None = None
    delivered_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """A third-party print site: a row of ``printers``."""

    printer_id: str
    name: str = ""
    country: str = ""
    products: tuple[str, ...] = ()
    state: PrinterState = PrinterState.UNKNOWN
    raw_state: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    timezone: str = ""
    production_days: int = 0
    claim_window_days: int = 0
    updated_at: datetime | None = None


Record = User | Print | Order | Render | PrintJob | Shipment | Printer
