"""Escalations: what a program sends to take a problem up and to move it on, and what it is told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.claims import ClaimToldShape
from support.api.shapes.evidence import EvidenceFileShape
from support.api.shapes.fields import Choice, Shape, Text, Time, Whole
from support.api.shapes.message import MessageShape
from support.escalations.models import LONGEST_ID, EscalationState, Severity
from support.notes.models import LONGEST_TEXT
from support.reasons import Party

BIGGEST_NUMBER = 2**31 - 1


class ProblemToTakeUpShape(serializers.Serializer[Any]):
    """What is wrong, and with what: a line, a print job or a parcel; without any of them the whole order."""

    reason = serializers.CharField(max_length=60, help_text="A claim reason, e.g. `damaged`.")
    line_id = serializers.CharField(
        max_length=LONGEST_ID, required=False, default="", allow_blank=True, help_text="The line."
    )
    print_job_id = serializers.CharField(
        max_length=LONGEST_ID, required=False, default="", allow_blank=True, help_text="The print job."
    )
    parcel_id = serializers.CharField(
        max_length=LONGEST_ID, required=False, default="", allow_blank=True, help_text="The parcel."
    )
    printer_id = serializers.CharField(
        max_length=LONGEST_ID,
        required=False,
        default="",
        allow_blank=True,
        help_text="The printer, where nothing else names it.",
    )
    severity = serializers.ChoiceField(
        Severity.values,
        required=False,
        default="",
        allow_blank=True,
        help_text="Left out, what is usual for the reason.",
    )
    text = serializers.CharField(
        max_length=LONGEST_TEXT, required=False, default="", allow_blank=True, help_text="For colleagues, in words."
    )


class TransitionShape(serializers.Serializer[Any]):
    """Where it goes."""

    to = serializers.ChoiceField(EscalationState.values)
    text = serializers.CharField(
        max_length=LONGEST_TEXT, required=False, default="", allow_blank=True, help_text="What was done, in words."
    )
    changes = serializers.IntegerField(
        min_value=0,
        max_value=BIGGEST_NUMBER,
        required=False,
        allow_null=True,
        default=None,
        help_text="Its `changes` as they were looked at: 409 where there are more by now.",
    )


class EscalationShape(Shape):
    """An escalation in a list."""

    escalation_id = Text()
    order_id = Text("Empty where it is about a printer and no order.")
    order_number = Text()
    line_id = Text()
    print_job_id = Text()
    parcel_id = Text()
    printer_id = Text()
    reason = Text("e.g. `damaged`.")
    party = Choice(Party, help_text="Who is liable, as things stood when it was opened.")
    severity = Choice(Severity)
    state = Choice(EscalationState)
    owner = Text("A stable id; empty while nobody owns it.")
    owner_name = Text("As colleagues call them.")
    opened_by = Text("A stable id.")
    opened_by_name = Text("As colleagues call them.")
    opened_at = Time(allow_null=False)
    moved_at = Time(allow_null=False, help_text="Since when it is in its state.")
    due_at = Time(help_text="When it has to leave its state; null once it is over.")
    overdue = serializers.BooleanField(read_only=True)
    closed_at = Time()
    changes = Whole("Grows with every change.")
    url = serializers.URLField(read_only=True, help_text="Its page.")


class EscalationsShape(Shape):
    """One page of escalations."""

    results = EscalationShape(many=True)
    next = serializers.URLField(allow_null=True, read_only=True, help_text="The next page; null at the end.")


class RungShape(Shape):
    """Who is told as the deadline comes near and passes."""

    who = Text()
    at = Time(allow_null=False)
    told = serializers.BooleanField(read_only=True)


class DeadlineShape(Shape):
    """By when it has to leave its state, in the printer's working time."""

    due_at = Time()
    overdue = serializers.BooleanField(read_only=True)
    ladder = RungShape(many=True)


class EvidenceShape(Shape):
    """What has to be seen before anybody pays."""

    needed: Any = serializers.ListField(child=Text(), read_only=True, help_text="In words.")
    wanted: Any = serializers.ListField(child=Text(), read_only=True, help_text="The same by name.")
    missing: Any = serializers.ListField(child=Text(), read_only=True, help_text="By name: what no file shows yet.")
    files = EvidenceFileShape(many=True, help_text="Oldest first; none for who may not see evidence.")


class ClaimShape(Shape):
    """What is to be known to claim it."""

    party = Choice(Party)
    window = Text("Until when it can be claimed, in words.")
    opens_at = Time(help_text="From when on, where one has to wait.")
    closes_at = Time(help_text="Until when, where that is known.")
    render_again = serializers.BooleanField(read_only=True, help_text="Whether a reprint takes another render first.")
    made = ClaimToldShape(allow_null=True, help_text="What is claimed; null where nothing was.")


class StepShape(Shape):
    """One thing that was done."""

    at = Time(allow_null=False)
    was = Text("The state before; empty for the first step.")
    now = Text("The state after.")
    what = Text("In a few words.")
    text = Text("What was written with it, personal data masked.")
    by = Text("A stable id.")
    by_name = Text("As colleagues call them.")


class WholeEscalationShape(EscalationShape):
    """An escalation with all that is known of it."""

    text = Text("What was written as it was opened, personal data masked.")
    deadline = DeadlineShape()
    evidence = EvidenceShape()
    claim = ClaimShape()
    steps = StepShape(many=True, help_text="Oldest first.")
    messages = MessageShape(many=True, help_text="The mails about it, oldest first.")
    transitions: Any = serializers.ListField(
        child=Choice(EscalationState), read_only=True, help_text="Where this token may take it from here."
    )
