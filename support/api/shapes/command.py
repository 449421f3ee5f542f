"""Commands: what a program sends to ask for something, and what it is told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.fields import Choice, Minor, Shape, Text, Time
from support.audit.record import LONGEST_REASON
from support.commands.kinds import ACTS
from support.commands.models import LONGEST_ID
from support.commands.states import State

BIGGEST_VERSION = 2**53


class WishShape(serializers.Serializer[Any]):
    """What is to be done. A line or one of its print jobs must be named."""

    kind = serializers.ChoiceField([kind.value for kind in ACTS])
    line_id = serializers.CharField(max_length=LONGEST_ID, required=False, default="", help_text="The line.")
    print_job_id = serializers.CharField(
        max_length=LONGEST_ID,
        required=False,
        default="",
        help_text="The print job to replace or cancel; left out, the one that counts for the line.",
    )
    printer_id = serializers.CharField(max_length=LONGEST_ID, required=False, default="", help_text="For `reroute`.")
    cause = serializers.CharField(max_length=60, help_text="A claim reason; for `render` also a failure code.")
    reason = serializers.CharField(
        max_length=LONGEST_REASON, required=False, default="", allow_blank=True, help_text="Words for the audit."
    )
    version = serializers.IntegerField(
        min_value=0,
        max_value=BIGGEST_VERSION,
        required=False,
        allow_null=True,
        default=None,
        help_text="The order's, as it was looked at: 409 where it has changed since.",
    )
    overrides = serializers.CharField(
        max_length=LONGEST_ID,
        required=False,
        default="",
        help_text="The replacement under way that a second one is wanted beside; for seniors.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A line or a job."""
        if not attrs["line_id"] and not attrs["print_job_id"]:
            raise serializers.ValidationError({"line_id": "Name the line."})
        return attrs


class MadeShape(Shape):
    """A row of the backend's."""

    table = Text("`renders` or `print_jobs`.")
    key = Text("Its id.")


class CommandShape(Shape):
    """A command and how far it is."""

    command_id = Text()
    kind = Choice(list(ACTS))
    state = Choice(State)
    order_id = Text()
    line_id = Text()
    render_id = Text("The render at hand.")
    print_job_id = Text("The print job to replace or cancel.")
    printer_id = Text()
    cause = Text()
    cost = Minor("What it is expected to cost, in minor units of `currency`; 0 where that cannot be told.")
    currency = Text("ISO 4217.")
    requested_by = Text("A stable id.")
    requested_by_name = Text("As colleagues call them.")
    requested_at = Time(allow_null=False)
    started_at = Time(help_text="When the backend had it.")
    seen_at = Time(help_text="When what it made was seen.")
    overdue_at = Time(help_text="When it had not been seen in time.")
    ended_at = Time(help_text="When it was done, failed or refused.")
    bulk_job_id = serializers.CharField(allow_null=True, read_only=True, help_text="The bulk job that asked for it.")
    trouble = Text("Why it was refused, or is not sent any more.")
    made = MadeShape(allow_null=True)
    url = serializers.URLField(allow_null=True, read_only=True, help_text="The order's page.")


class CommandsShape(Shape):
    """One page of commands."""

    results = CommandShape(many=True)
    next = serializers.URLField(allow_null=True, read_only=True, help_text="The next page; null at the end.")
