"""The one table that says which of the backend's fields are about a person, and how each is shown.

A path is the field's name, under its parent where it has one (``ship_to.name``). What is not in the table is
hidden: an attribute that the backend adds tomorrow leaks nothing today.
"""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """How a field is shown to who may not see personal data."""

    SHOWN = "shown"
    NAME = "name"  # I••• B•••
    EMAIL = "email"  # i•••@e•••.com
    PHONE = "phone"  # ••• 94
    INITIAL = "initial"  # B•••: cities, scans' locations, titles of prints
    POSTCODE = "postcode"  # 53•••
    TEXT = "text"  # others' free words: shown, without what we know to be personal
    HIDDEN = "hidden"  # •••


def _shown(*paths: str) -> dict[str, Rule]:
    return dict.fromkeys(paths, Rule.SHOWN)


_USERS = _shown("user_id", "locale", "country", "created_at", "updated_at") | {
    "email": Rule.EMAIL,
    "name": Rule.NAME,
    "phone": Rule.PHONE,
}

_PRINTS = _shown(
    "print_id", "user_id", "product", "template_id", "template_version", "page_count", "photo_count",
    "photos_uploaded", "photos_failed", "state", "cover_key", "updated_at",
) | {"raw_state": Rule.TEXT, "title": Rule.INITIAL}  # fmt: skip

_ORDERS = _shown(
    "order_id", "order_number", "user_id", "state", "cancelled_by", "currency", "total", "payment_reference",
    "lines.line_id", "lines.print_id", "lines.product", "lines.quantity", "lines.unit_price",
    "ship_to.region", "ship_to.country", "shipping_method", "placed_at", "paid_at", "dispatch_by", "deliver_by",
    "first_deliver_by", "cancelled_at", "updated_at", "delivered_at",
) | {
    "raw_state": Rule.TEXT,
    "hold_reason": Rule.TEXT,
    "ship_to.name": Rule.NAME,
    "ship_to.line1": Rule.HIDDEN,
    "ship_to.line2": Rule.HIDDEN,
    "ship_to.city": Rule.INITIAL,
    "ship_to.postcode": Rule.POSTCODE,
}  # fmt: skip

_RENDERS = _shown(
    "render_id", "order_id", "line_id", "print_id", "attempt", "state", "failure.code", "failure.page",
    "failure.retryable", "renderer_version", "template_id", "template_version", "pdf_key", "preview_keys", "checksum",
    "page_count", "command_id", "queued_at", "started_at", "finished_at", "updated_at",
) | {"raw_state": Rule.TEXT, "failure": Rule.TEXT, "failure.message": Rule.TEXT}  # fmt: skip

_PRINT_JOBS = _shown(
    "print_job_id", "order_id", "line_id", "render_id", "printer_id", "printer_reference", "state", "cost", "currency",
    "reprint_of", "cause", "command_id", "submitted_at", "accepted_at", "printed_at", "dispatched_at", "dispatch_by",
    "updated_at",
) | {"raw_state": Rule.TEXT, "raw_status": Rule.TEXT, "reason": Rule.TEXT}  # fmt: skip

_SHIPMENTS = _shown(
    "shipment_id", "order_id", "print_job_ids", "printer_id", "carrier", "service", "tracking_number", "state",
    "scans.at", "scans.code", "handed_over_at", "deliver_by", "eta", "first_attempt_at", "delivered_at",
    "updated_at",
) | {
    "raw_state": Rule.TEXT,
    "raw_status": Rule.TEXT,
    "exception_reason": Rule.TEXT,
    "tracking_url": Rule.TEXT,
    "scans.description": Rule.TEXT,
    "scans.location": Rule.INITIAL,
}  # fmt: skip

_PRINTERS = _shown(
    "printer_id", "name", "country", "products", "state", "timezone", "production_days", "claim_window_days",
    "updated_at",
) | {"raw_state": Rule.TEXT, "contact_email": Rule.EMAIL, "contact_phone": Rule.PHONE}  # fmt: skip

PERSONAL: dict[str, dict[str, Rule]] = {
    "users": _USERS,
    "prints": _PRINTS,
    "orders": _ORDERS,
    "renders": _RENDERS,
    "print_jobs": _PRINT_JOBS,
    "shipments": _SHIPMENTS,
    "printers": _PRINTERS,
}
"""Source table to path to rule."""


def rule_of(table: str, path: str) -> Rule:
    """How a field is shown; hidden where the table or the path is not known."""
    return PERSONAL.get(table, {}).get(path, Rule.HIDDEN)
