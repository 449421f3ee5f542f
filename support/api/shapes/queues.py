"""Queues, and the rows that wait in them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.fields import Minor, Shape, Text, Time, Whole


class WorthShape(Shape):
    """Money of one currency."""

    currency = Text("ISO 4217.")
    amount = Minor()


class QueueShape(Shape):
    """One queue with its figures; what is put off or done is not counted."""

    queue = Text("Its name in addresses.")
    name = Text("Its name in words.")
    what = Text("What waits there.")
    next = Text("What is to be done about it.")
    count = Whole("Rows that wait.")
    more = serializers.BooleanField(read_only=True, help_text="Whether there are more than were counted.")
    oldest = Time(help_text="Since when the longest is due; null where nothing waits.")
    value = WorthShape(many=True, help_text="What customers paid for it, largest first.")
    url = serializers.URLField(read_only=True, help_text="Its page.")


class QueuesShape(Shape):
    """Every queue."""

    results = QueueShape(many=True)
    next = serializers.URLField(allow_null=True, read_only=True, help_text="Always null: all queues fit.")


class QueueRowShape(Shape):
    """One thing that should have happened by `due_at`."""

    row = Text("Its name within its queue, as a selection of rows has it.")
    order_id = Text()
    order_number = Text()
    line_id = Text("Empty where it is about the whole order.")
    about = Text("The id of the render, print job, parcel, command or escalation that it is about.")
    since = Time(help_text="Since when it has waited.")
    due_at = Time(allow_null=False, help_text="By when it should have happened; 1970 where no row says.")
    code = Text("Why, as a filter has it.")
    why = Text("Why, in words.")
    next = Text("What comes next.")
    printer = Text("The printer’s id.")
    product = Text()
    template = Text("`id@version`.")
    country = Text("ISO 3166, of the address.")
    promise = Time(help_text="The promise in force.")
    value = Minor("What the customer paid for it, in minor units of `currency`.")
    currency = Text("ISO 4217.")
    owner: Any = serializers.CharField(
        allow_null=True, read_only=True, help_text="The stable id of who has taken it; null where nobody has."
    )
    url = serializers.URLField(allow_null=True, read_only=True, help_text="The order’s page.")


class QueueRowsShape(Shape):
    """One page of a queue’s rows, due longest first. `count` are those that match, `whole` all of the queue."""

    results = QueueRowShape(many=True)
    next = serializers.URLField(allow_null=True, read_only=True)
    count = Whole("Rows that match.")
    whole = Whole("Rows of the queue.")
    more = serializers.BooleanField(read_only=True, help_text="Whether the queue has more rows than these.")
    as_of = Time(allow_null=False, help_text="Of when the rows are.")
    snapshot = Text("The id of this moment’s rows; for a quarter of an hour all pages are of it.")
