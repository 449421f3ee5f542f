"""SLA reports."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from orders.sla.report.definitions import STAGES
from support.api.shapes.fields import Shape, Text, Time, Whole


def _hours(help_text: str) -> Any:
    return serializers.FloatField(allow_null=True, read_only=True, help_text=help_text)


class StageShape(Shape):
    """How long a stage took delivered units, in hours; null where none took it."""

    n = Whole("Units that have both ends of the stage, in order.")
    anomalies = Whole("Units whose end is before their start: counted here and nowhere else.")
    p50 = _hours("Nearest rank.")
    p90 = _hours("Nearest rank.")
    p95 = _hours("Nearest rank.")
    mean = _hours("")


class StagesShape(Shape):
    """Every stage."""


for _name in STAGES:
    StagesShape._declared_fields[_name] = StageShape(help_text=_name.replace("_", " "))


class FiguresShape(Shape):
    """The figures of one group of units."""

    orders = Whole("The sum of the classes; `units` where print jobs or parcels are counted.", required=False)
    units = Whole("Where print jobs or parcels are counted.", required=False)
    on_time = Whole()
    late = Whole()
    open = Whole("Not delivered, and the promise has not passed.")
    overdue = Whole("Not delivered, and the promise has passed.")
    no_scan = Whole("Overdue, with the carrier, and not scanned for ten days.")
    no_promise = Whole()
    unpaid = Whole()
    cancelled = Whole()
    on_time_pct = _hours("On time of on time and late, in per cent to four decimals; null where nothing arrived.")
    stages = StagesShape()


class RowShape(FiguresShape):
    """A group."""

    key = serializers.DictField(
        child=serializers.CharField(allow_null=True),
        help_text="Its value of each dimension of `by`; null where units have none.",
    )


class SlaShape(Shape):
    """A report, with what was asked."""

    as_of = Time(allow_null=False, help_text="What has happened by then.")
    data_until = Time(help_text="Up to when the backend’s changes are in.")
    definitions_version = Text("Changes when the same facts would give other figures.")
    start = serializers.DateField(read_only=True)
    to = serializers.DateField(read_only=True)
    unit = Text()
    cohort = Text()
    promise = Text()
    by = serializers.ListField(child=serializers.CharField())
    where = serializers.ListField(child=serializers.CharField())
    timezone = Text()
    rows = RowShape(many=True)
    total = FiguresShape()


# A field cannot have this name in Python.
SlaShape._declared_fields["from"] = SlaShape._declared_fields.pop("start")
