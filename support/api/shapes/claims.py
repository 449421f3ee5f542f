"""Claims: what a program sends to make one and to move it on, and what it is told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.fields import Choice, Minor, Shape, Text, Time, Whole
from support.claims.amounts import MOST, Basis
from support.claims.clock import Missing, Unit
from support.claims.models import ClaimState
from support.claims.move import LONGEST_NOTE
from support.notes.models import LONGEST_TEXT
from support.reasons import Party, Since

BIGGEST_NUMBER = 2**31 - 1


class ClaimToMakeShape(serializers.Serializer[Any]):
    """How much is asked for."""

    basis = serializers.ChoiceField(
        [basis.value for basis in Basis],
        required=False,
        default=Basis.JOB_COST.value,
        help_text="What the amount is: what the print job cost, what the customer paid, or another one.",
    )
    amount = serializers.IntegerField(
        min_value=1,
        max_value=MOST - 1,
        required=False,
        allow_null=True,
        default=None,
        help_text="Minor units of `currency`; left out, what `basis` says.",
    )
    currency = serializers.CharField(
        max_length=3, required=False, default="", allow_blank=True, help_text="Left out, that of the print job."
    )
    text = serializers.CharField(
        max_length=LONGEST_TEXT, required=False, default="", allow_blank=True, help_text="For colleagues, in words."
    )


class ClaimTransitionShape(serializers.Serializer[Any]):
    """Where it goes, and what is said with it."""

    to = serializers.ChoiceField(ClaimState.values)
    text = serializers.CharField(
        max_length=LONGEST_TEXT, required=False, default="", allow_blank=True, help_text="What they say, in words."
    )
    granted = serializers.IntegerField(
        min_value=1,
        max_value=MOST,
        required=False,
        allow_null=True,
        default=None,
        help_text="What they give, in minor units of the claim's currency.",
    )
    credit_note = serializers.CharField(
        max_length=LONGEST_NOTE, required=False, default="", allow_blank=True, help_text="Their reference."
    )
    changes = serializers.IntegerField(
        min_value=0,
        max_value=BIGGEST_NUMBER,
        required=False,
        allow_null=True,
        default=None,
        help_text="Its `changes` as they were looked at: 409 where there are more by now.",
    )


class ClaimClockShape(Shape):
    """What its window was counted from."""

    since = Choice(Since)
    begins_at = Time(help_text="The time that the days were counted from; null where it is not known.")
    days = Whole()
    unit = Choice(Unit)
    wait_days = Whole("Working days after hand-over, before which it is not taken.")
    rule = Text("Whose rule that is, e.g. `printer`.")
    version = Text("Which edition of it.")
    timezone = Text("By whose clock days end.")
    country = Text("By whose holidays working days are counted.")
    missing: Any = serializers.ListField(child=Choice(Missing), read_only=True, help_text="What is not known yet.")


class ClaimToldShape(Shape):
    """A claim in a list."""

    claim_id = Text()
    escalation_id = Text()
    order_id = Text("Empty where it is about a printer and no order.")
    printer_id = Text()
    reason = Text("e.g. `damaged`.")
    party = Choice(Party, help_text="Who is asked to pay.")
    against = Text("The printer's id, or the carrier's name.")
    state = Choice(ClaimState)
    amount = Minor()
    granted = Minor("What they give, in minor units of `currency`; null where they have not said.", allow_null=True)
    currency = Text()
    basis = Choice(Basis)
    credit_note = Text("Their reference for what they paid.")
    opens_at = Time(help_text="From when on it is taken, where one has to wait.")
    closes_at = Time(help_text="When it is too late, where that is known.")
    due_at = Time(help_text="By when somebody has to look at it; null once it is over.")
    overdue = serializers.BooleanField(read_only=True)
    made_at = Time(allow_null=False)
    sent_at = Time()
    settled_at = Time()
    changes = Whole("Grows with every change.")
    url = serializers.URLField(read_only=True, help_text="Its page.")


class ClaimsShape(Shape):
    """One page of claims."""

    results = ClaimToldShape(many=True)
    next = serializers.URLField(allow_null=True, read_only=True, help_text="The next page; null at the end.")


class ClaimStepShape(Shape):
    """One thing that happened to it."""

    at = Time(allow_null=False)
    was = Text("The state before; empty for the first step.")
    now = Text("The state after.")
    what = Text("In a few words.")
    text = Text("What was written with it, personal data masked.")
    by = Text("A stable id.")
    by_name = Text("As colleagues call them.")


class WholeClaimShape(ClaimToldShape):
    """A claim with all that is known of it."""

    window = Text("Until when, and by whose rules, in words.")
    clock = ClaimClockShape(allow_null=True)
    evidence_missing: Any = serializers.ListField(child=Text(), read_only=True, help_text="In words.")
    steps = ClaimStepShape(many=True, help_text="Oldest first.")
    transitions: Any = serializers.ListField(
        child=Choice(ClaimState), read_only=True, help_text="Where this token may take it from here."
    )
