"""The answers of ``GET orders/…``."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from orders.contract.model import OrderState
from support.api.shapes.answer import AnswerShape, EventShape, LineAnswerShape
from support.api.shapes.command import CommandShape
from support.api.shapes.customer import ProfileShape
from support.api.shapes.escalation import EscalationShape
from support.api.shapes.fields import Choice, Minor, Shape, Text, Time, Whole
from support.api.shapes.note import NoteShape
from support.api.shapes.rows import ParcelShape, PrintJobShape, PrintShape, RenderShape


class AddressShape(Shape):
    """Where the order goes, masked."""

    name = Text("Initials.")
    line1 = Text("Dots where there is something.")
    line2 = Text("Dots where there is something.")
    city = Text("Its initial.")
    region = Text()
    postcode = Text("The district.")
    country = Text("ISO 3166-1 alpha-2.")


class OrderCustomerShape(ProfileShape):
    """Whose order it is, masked."""

    url = serializers.URLField(allow_null=True, read_only=True, help_text="Their page.")


class LineShape(Shape):
    """One print bought, with every attempt to make it."""

    line_id = Text()
    product = Text()
    quantity = Whole()
    unit_price = Minor()
    currency = Text("ISO 4217.")
    print = PrintShape(allow_null=True)
    renders = RenderShape(many=True, help_text="Oldest first.")
    print_jobs = PrintJobShape(many=True, help_text="Oldest first.")
    answer = LineAnswerShape(allow_null=True)


class GapShape(Shape):
    """A time of which the history is incomplete."""

    since = Time(allow_null=False)
    until = Time(allow_null=False)


class OrderShape(Shape):
    """Everything known of one order at one moment."""

    order_id = Text()
    order_number = Text()
    state = Choice(OrderState)
    raw_state = Text("The backend's own word.")
    version = Whole("Grows with every change.")
    as_of = Time(allow_null=False, help_text="How fresh this is.")
    customer = OrderCustomerShape(allow_null=True)
    hold_reason = Text()
    cancelled_by = Text()
    total = Minor()
    currency = Text("ISO 4217.")
    payment_reference = Text()
    ship_to = AddressShape(allow_null=True)
    shipping_method = Text()
    placed_at = Time()
    paid_at = Time()
    dispatch_by = Time(help_text="The production promise.")
    deliver_by = Time(help_text="The promise in force.")
    first_deliver_by = Time(help_text="The promise made at checkout.")
    cancelled_at = Time()
    delivered_at = Time()
    updated_at = Time()
    lines = LineShape(many=True)
    parcels = ParcelShape(many=True, help_text="Oldest first.")
    answer = AnswerShape()
    timeline = EventShape(many=True)
    commands = CommandShape(many=True, help_text="Oldest first.")
    escalations = EscalationShape(many=True, help_text="Oldest first.")
    notes = NoteShape(many=True, help_text="Newest first.")
    incomplete = serializers.BooleanField(read_only=True, help_text="Whether a large change is still being written.")
    quarantined: Any = serializers.ListField(child=Text(), read_only=True, help_text="Why rows of it were set aside.")
    history_gaps = GapShape(many=True)
    url = serializers.URLField(allow_null=True, read_only=True, help_text="Its page.")


class RawRowShape(Shape):
    """A source row as last seen, decoded from either encoding, masked."""

    table = Text()
    key = Text()
    sequence = Text("Its place in the stream.")
    deleted = serializers.BooleanField(read_only=True)
    image: Any = serializers.DictField(read_only=True, help_text="Its fields; personal ones and unknown ones as dots.")


class RawRowsShape(Shape):
    """Every row that an order was told from."""

    results = RawRowShape(many=True)
