"""Bulk jobs: what a program sends to propose one, and what it is told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.fields import Choice, Minor, Shape, Text, Time, Whole
from support.audit.record import LONGEST_REASON
from support.bulk.models import Action, JobState
from support.bulk.proposal import MOST
from support.bulk.totals import STATES
from support.commands.models import LONGEST_ID
from support.escalations.models import Severity
from support.notes.models import LONGEST_TEXT
from support.queues.names import QUEUES


class SelectionShape(serializers.Serializer[Any]):
    """Either all rows of a queue that match filters, as they are at this moment, or lines one by one."""

    queue = serializers.ChoiceField(list(QUEUES), required=False, help_text="A queue.")
    filters = serializers.DictField(
        child=serializers.CharField(max_length=200),
        required=False,
        default=dict,
        help_text="What the queue is narrowed to, as the parameters of `GET queues/{queue}`.",
    )
    lines: Any = serializers.ListField(
        child=serializers.ListField(
            child=serializers.CharField(max_length=LONGEST_ID, allow_blank=True), min_length=2, max_length=2
        ),
        required=False,
        max_length=MOST,
        help_text="Pairs of an order’s and a line’s id; the line may be empty where the order has only one.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two."""
        if ("queue" in attrs) == ("lines" in attrs):
            raise serializers.ValidationError({"queue": "Name a queue, or the lines."})
        return attrs


class ProposalShape(serializers.Serializer[Any]):
    """What is to be done with many orders."""

    action = serializers.ChoiceField(Action.choices)
    selection = SelectionShape()
    cause = serializers.CharField(
        max_length=60,
        required=False,
        default="",
        allow_blank=True,
        help_text="A claim reason; for `render` also a failure code. Not for notes.",
    )
    reason = serializers.CharField(max_length=LONGEST_REASON, allow_blank=True, help_text="Words for the audit.")
    text = serializers.CharField(
        max_length=LONGEST_TEXT,
        required=False,
        default="",
        allow_blank=True,
        help_text="The words of the notes or escalations; left out, those of `reason`.",
    )
    severity = serializers.ChoiceField(
        Severity.choices,
        required=False,
        default="",
        allow_blank=True,
        help_text="For `escalate`; left out, as the cause has it.",
    )
    printer_id = serializers.CharField(
        max_length=LONGEST_ID,
        required=False,
        default="",
        allow_blank=True,
        help_text="For `reroute`; left out, the best one for each row.",
    )
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="Only work out what would be done; `start` begins it afterwards."
    )


class LeftOutShape(Shape):
    """A row with which nothing is done."""

    order_id = Text()
    line_id = Text()
    code = Text("Why, for programs.")
    why = Text("Why, in words.")


class BulkJobShape(Shape):
    """A bulk job and how far it is."""

    job_id = Text()
    action = Choice(Action)
    state = Choice(JobState)
    rows = Whole("Rows that go, or went.")
    selected = Whole("Rows that were selected, those that are left out too.")
    counts: Any = serializers.DictField(
        child=serializers.IntegerField(),
        read_only=True,
        help_text=f"Rows by state: {', '.join(f'`{state}`' for state in STATES)}. One that is asked for counts under "
        "its command’s state.",
    )
    cost: Any = serializers.DictField(
        child=serializers.IntegerField(), read_only=True, help_text="Minor units by currency, of the rows that go."
    )
    left_out = LeftOutShape(many=True, help_text="At most a thousand; all of them by `…/rows?state=left_out`.")
    needs_approval = serializers.BooleanField(
        read_only=True, help_text="Whether another person has to approve it before it begins."
    )
    digest = Text("Of exactly these rows: what is approved.")
    trouble = Text("Why it is paused.")
    cause = Text()
    printer_id = Text()
    source: Any = serializers.DictField(read_only=True, help_text="How the rows were selected.")
    requested_by = Text("A stable id.")
    requested_by_name = Text("As colleagues call them.")
    requested_at = Time(allow_null=False)
    expires_at = Time(allow_null=False, help_text="By when it has to be started, and approved.")
    approved_at = Time()
    started_at = Time()
    ended_at = Time()
    url = serializers.URLField(read_only=True, help_text="Its page.")


class BulkJobsShape(Shape):
    """One page of bulk jobs, newest first, without what is left out."""

    results = BulkJobShape(many=True)
    next = serializers.URLField(allow_null=True, read_only=True, help_text="The next page; null at the end.")


class BulkRowShape(Shape):
    """One row of a bulk job."""

    number = Whole("Its place in the selection.")
    order_id = Text()
    order_number = Text()
    line_id = Text("Empty for the whole order.")
    print_job_id = Text()
    printer_id = Text("Where the work goes.")
    cost = Minor("What it is expected to cost, in minor units of `currency`; 0 where that cannot be told.")
    currency = Text("ISO 4217.")
    state = Text("Its own, or its command’s once it is asked for.")
    code = Text("Why it is left out or was refused, for programs.")
    why = Text("The same in words, or what went wrong with its command.")
    tries = Whole("How often it was tried again.")
    command_id = serializers.CharField(allow_null=True, read_only=True, help_text="Null where none was given.")
    made = Text("The id of the note or escalation that it became.")


class BulkRowsShape(Shape):
    """One page of rows."""

    results = BulkRowShape(many=True)
    next = serializers.URLField(allow_null=True, read_only=True, help_text="The next page; null at the end.")
