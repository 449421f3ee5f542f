"""The answers of ``GET customers/…``."""

from __future__ import annotations

from rest_framework import serializers

from orders.answer.model import Tone
from support.api.shapes.escalation import EscalationShape
from support.api.shapes.fields import Choice, Minor, Shape, Text, Time, Whole
from support.api.shapes.note import NoteShape


class ProfileShape(Shape):
    """Who a customer is, masked."""

    user_id = Text()
    name = Text("Initials.")
    email = Text("Initials and the end of the domain.")
    phone = Text("The last two digits.")
    locale = Text("BCP 47, e.g. `pt-BR`.")
    country = Text("ISO 3166-1 alpha-2.")
    created_at = Time()


class SummaryShape(Shape):
    """One order in a list."""

    order_id = Text()
    order_number = Text()
    situation = Text("Names the case, e.g. `render_failed`.")
    label = Text("The case in two or three words.")  # type: ignore[assignment]
    tone = Choice(Tone)
    severity = Whole("0 is calm, 9 needs somebody now.")
    open = serializers.BooleanField(read_only=True, help_text="Whether anything more is expected.")
    late = serializers.BooleanField(read_only=True)
    placed_at = Time()
    promise = Time(help_text="The promise in force.")
    delivered_at = Time()
    total = Minor()
    currency = Text("ISO 4217.")
    country = Text("Where it goes.")
    items = Whole("Copies bought.")


class AccountShape(Shape):
    """Another account under the same e-mail."""

    user_id = Text()
    name = Text("Initials.")
    country = Text()


class CustomerShape(ProfileShape):
    """A customer with their open orders."""

    known = serializers.BooleanField(read_only=True, help_text="False where their row is missing or erased.")
    as_of = Time(help_text="How fresh this is.")
    open_orders = SummaryShape(many=True, help_text="Worst first.")
    orders = serializers.URLField(read_only=True, help_text="Their past orders, newest first, by page.")
    other_accounts = AccountShape(many=True)
    escalations = EscalationShape(many=True, help_text="On their orders: live ones first, the newest first.")
    notes = NoteShape(many=True, help_text="Newest first, those on their orders too.")
    url = serializers.URLField(allow_null=True, read_only=True, help_text="Their page.")


class PastOrdersShape(Shape):
    """A page of past orders."""

    results = SummaryShape(many=True)
    next = serializers.URLField(allow_null=True, read_only=True, help_text="The next page, null at the end.")
