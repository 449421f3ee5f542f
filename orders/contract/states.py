"""The states that the backend's rows go through, and what it can be asked for: one enum each.

They follow ``proto/backend.proto``; a word that this version does not know is ``UNKNOWN``.
"""

from __future__ import annotations

from enum import StrEnum


class PrintState(StrEnum):
    """How far a design is, from first photo to locked."""

    UNKNOWN = "unknown"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    LAYOUT_ADJUSTED = "layout_adjusted"
    LOCKED = "locked"
    UPLOAD_STALLED = "upload_stalled"
    ASSETS_MISSING = "assets_missing"
    ABANDONED = "abandoned"


class OrderState(StrEnum):
    """How far a purchase is."""

    UNKNOWN = "unknown"
    AWAITING_PAYMENT = "awaiting_payment"
    PAYMENT_FAILED = "payment_failed"
    CONFIRMED = "confirmed"
    PREPARING = "preparing"
    IN_PRODUCTION = "in_production"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    PARTIALLY_DELIVERED = "partially_delivered"
    DELIVERED = "delivered"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    CANCEL_REQUESTED = "cancel_requested"
    CANCELLED = "cancelled"


class RenderState(StrEnum):
    """How far one attempt to make printable files is."""

    UNKNOWN = "unknown"
    QUEUED = "queued"
    RENDERING = "rendering"
    PREFLIGHT = "preflight"
    READY = "ready"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class PrintJobState(StrEnum):
    """How far one line's fulfilment at one printer is."""

    UNKNOWN = "unknown"
    CREATED = "created"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FILES_READY = "files_ready"
    FILE_ERROR = "file_error"
    IN_PRODUCTION = "in_production"
    PRINTED = "printed"
    BINDING = "binding"
    QUALITY_CONTROL = "quality_control"
    PACKED = "packed"
    DISPATCHED = "dispatched"
    ON_HOLD = "on_hold"
    ERROR = "error"
    CANCEL_REQUESTED = "cancel_requested"
    CANCELLED = "cancelled"
    CANCEL_REFUSED = "cancel_refused"


class ShipmentState(StrEnum):
    """Where a parcel is, as the carrier says."""

    UNKNOWN = "unknown"
    LABEL_CREATED = "label_created"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    DELIVERED = "delivered"
    ATTEMPT_FAILED = "attempt_failed"
    DELAYED = "delayed"
    CUSTOMS_HOLD = "customs_hold"
    EXCEPTION = "exception"
    RETURNING = "returning"
    RETURNED = "returned"
    LOST = "lost"
    DAMAGED = "damaged"
    CANCELLED = "cancelled"


class PrinterState(StrEnum):
    """Whether a print site takes work."""

    UNKNOWN = "unknown"
    ACTIVE = "active"
    PAUSED = "paused"
    RETIRED = "retired"


class CommandKind(StrEnum):
    """What the dashboard can ask of the backend."""

    UNKNOWN = "unknown"
    RENDER = "render"
    REPRINT = "reprint"
    REROUTE = "reroute"
    CANCEL_PRINT_JOB = "cancel_print_job"
