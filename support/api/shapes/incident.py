"""Incidents and what they affect."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.fields import Choice, Shape, Text, Time, Whole
from support.incidents.models import Dimension, Signal


class AffectedShape(Shape):
    """A line that went wrong."""

    order_id = Text()
    line_id = Text()
    row_id = Text("The render or print job that went wrong.")
    at = Time(allow_null=False, help_text="When it did.")


class IncidentShape(Shape):
    """Too much of one signal among what shares a subject."""

    incident_id = Whole()
    state = Text("`open` or `closed`.")
    title = Text("What it is about, in words.")
    signal = Choice(Signal)
    dimension = Choice(Dimension)
    subject = Text(
        "`printer/product` (`*` for all products), `template@version`, a renderer version or a failure code."
    )
    code = Text("The failure that all have in common; empty where it is any.")
    bad = Whole("So many orders had gone wrong when it was opened …")
    seen = Whole("… of so many.")
    expected: Any = serializers.FloatField(read_only=True, help_text="So many were to be expected.")
    chance: Any = serializers.FloatField(
        read_only=True, help_text="How likely that is where nothing is wrong; 0 where it was opened by hand."
    )
    orders = Whole("Affected now.")
    lines = Whole("Affected now.")
    began_at = Time(allow_null=False, help_text="When the first of them began.")
    last_at = Time(allow_null=False, help_text="When the newest went wrong.")
    opened_at = Time(allow_null=False)
    opened_by_name = Text("Empty where it was found by the rule.")
    owner_name = Text("Who looks after it; empty for nobody.")
    message = Text("What agents are told on each affected order.")
    closed_at = Time()
    closed_by_name = Text()
    summary = Text("What it was, once it is closed.")
    previous_id: Any = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="The closed incident that this one brings back."
    )
    url = serializers.URLField(allow_null=True, read_only=True, help_text="Its page.")


class IncidentsShape(Shape):
    """One page of incidents."""

    results = IncidentShape(many=True)
    next = serializers.URLField(allow_null=True, read_only=True)


class OneIncidentShape(IncidentShape):
    """An incident with one page of what it affects."""

    affected = AffectedShape(many=True, help_text="In the order in which they were found.")
    next = serializers.URLField(allow_null=True, read_only=True, help_text="The next page of `affected`.")
