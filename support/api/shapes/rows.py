"""The backend's rows within an order: prints, renders, print jobs, parcels."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from orders.contract.model import PrintJobState, PrintState, RenderState, ShipmentState
from support.api.shapes.fields import Choice, Minor, Shape, Text, Time, Whole


def _texts(**kwargs: Any) -> Any:
    return serializers.ListField(child=Text(), read_only=True, **kwargs)


class PrintShape(Shape):
    """The design of a line; its title is masked."""

    print_id = Text()
    product = Text()
    title = Text("Its initial.")
    template_id = Text()
    template_version = Text()
    page_count = Whole()
    photo_count = Whole()
    photos_uploaded = Whole()
    photos_failed = Whole()
    state = Choice(PrintState)
    raw_state = Text("The backend's own word.")
    updated_at = Time()


class FailureShape(Shape):
    """Why a render failed."""

    code = Text("e.g. `asset_missing`.")
    message = Text("The renderer's own words.")
    page = Whole("From 1; 0 where no single page is at fault.")
    retryable = serializers.BooleanField(read_only=True)


class RenderShape(Shape):
    """One attempt to make printable files."""

    render_id = Text()
    attempt = Whole("From 1.")
    state = Choice(RenderState)
    raw_state = Text("The backend's own word.")
    failure = FailureShape(allow_null=True)
    renderer_version = Text()
    template_id = Text()
    template_version = Text()
    page_count = Whole()
    command_id = Text("The command that asked for it, if one did.")
    queued_at = Time()
    started_at = Time()
    finished_at = Time()
    updated_at = Time()


class PrintJobShape(Shape):
    """The fulfilment of a line by one printer."""

    print_job_id = Text()
    render_id = Text()
    printer_id = Text()
    printer_reference = Text("The printer's own order number.")
    state = Choice(PrintJobState)
    raw_state = Text("The backend's own word.")
    raw_status = Text("The printer's own word.")
    reason = Text("Why rejected, held or in error.")
    cost = Minor()
    currency = Text("ISO 4217.")
    reprint_of = Text("The job it replaces, if it does.")
    cause = Text("Why it was reprinted.")
    command_id = Text("The command that asked for it, if one did.")
    submitted_at = Time()
    accepted_at = Time()
    printed_at = Time()
    dispatched_at = Time(help_text="The printer's word, not yet the carrier's.")
    dispatch_by = Time()
    updated_at = Time()


class ScanShape(Shape):
    """One event in the carrier's own code and words."""

    at = Time()
    code = Text()
    description = Text()
    location = Text("Its initial.")


class ParcelShape(Shape):
    """A parcel."""

    shipment_id = Text()
    print_job_ids = _texts()
    printer_id = Text()
    carrier = Text()
    service = Text()
    tracking_number = Text("Carriers reuse them.")
    tracking_url = Text()
    state = Choice(ShipmentState)
    raw_state = Text("The backend's own word.")
    raw_status = Text("The carrier's own word.")
    exception_reason = Text()
    scans = ScanShape(many=True)
    handed_over_at = Time(help_text="When the carrier had it.")
    deliver_by = Time(help_text="The promise for this parcel when its label was made.")
    eta = Time(help_text="The carrier's own estimate.")
    first_attempt_at = Time()
    delivered_at = Time()
    updated_at = Time()
