"""The answer of ``GET find``."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from orders.find.model import Kind
from support.api.shapes.fields import Choice, Shape, Text


class HitShape(Shape):
    """One thing found, masked."""

    kind = Choice(Kind)
    id = Text()
    order_id = Text("The order it belongs to; an order's own id; empty for customers and printers.")
    title = Text("A number or id; for customers and printers the name.")
    detail = Text("Whose it is, in which country, since when; names as initials.")
    url = serializers.URLField(allow_null=True, read_only=True, help_text="Its page; null where it has none.")
    matched_on = Text("e.g. `tracking number`.")
    exact = serializers.BooleanField(read_only=True, help_text="Whether the whole of a number or id was given.")


class FoundShape(Shape):
    """Hits, best first, and what was looked for."""

    results = HitShape(many=True)
    tried: Any = serializers.ListField(child=Text(), read_only=True, help_text="What was looked for, in words.")
    hint = Text("What to do to find more, if anything.")
    truncated = serializers.BooleanField(read_only=True, help_text="Whether there may be more than is listed.")
