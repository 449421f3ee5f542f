"""Remedies: what a program sends to have a problem made right, and what it is told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.command import BIGGEST_VERSION
from support.api.shapes.fields import Choice, Minor, Shape, Text, Time, Whole
from support.audit.record import LONGEST_REASON
from support.commands.models import LONGEST_ID
from support.escalations.models import Severity
from support.notes.models import LONGEST_TEXT
from support.reasons import Party, reasons
from support.remedies.models import Message
from support.remedies.resolutions import resolutions
from support.remedies.wanted import HIGHEST, LONGEST_SUBJECT, Part


def _id(help_text: str) -> serializers.CharField:
    return serializers.CharField(
        max_length=LONGEST_ID, required=False, default="", allow_blank=True, help_text=help_text
    )


def _words(help_text: str, longest: int = LONGEST_TEXT) -> serializers.CharField:
    return serializers.CharField(
        max_length=longest, required=False, default=None, allow_null=True, allow_blank=True, help_text=help_text
    )


def _amount(help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=0, max_value=HIGHEST, required=False, default=None, allow_null=True, help_text=help_text
    )


class WantedShape(serializers.Serializer[Any]):
    """A problem and what is to be done about it. What is left out is done as it is suggested."""

    reason = serializers.ChoiceField(list(reasons()))
    resolution = serializers.ChoiceField(
        list(resolutions()), required=False, default="", allow_blank=True, help_text="Left out, the recommended one."
    )
    line_id = _id("The line.")
    print_job_id = _id("The print job.")
    parcel_id = _id("The parcel.")
    printer_id = _id("Who is to print it elsewhere.")
    amount = _amount("What is recommended, in minor units of the order's currency.")
    parts = serializers.ListField(
        child=serializers.ChoiceField(list(Part)),
        required=False,
        default=None,
        allow_null=True,
        help_text="What is to be done; left out, what makes sense.",
    )
    severity = serializers.ChoiceField(Severity.values, required=False, default="", allow_blank=True)
    words = serializers.CharField(
        max_length=LONGEST_REASON,
        required=False,
        default="",
        allow_blank=True,
        help_text="What happened, for colleagues and whoever decides.",
    )
    send = serializers.BooleanField(
        required=False, default=None, allow_null=True, help_text="The escalation goes to its printer at once."
    )
    letter = _words("The words within the letter to the printer.")
    claimed = _amount("What is claimed, in minor units.")
    message = serializers.ChoiceField([Message.MAIL, Message.COPIED], required=False, default=None, allow_null=True)
    language = serializers.CharField(max_length=35, required=False, default="", allow_blank=True)
    subject = _words("Of the mail.", LONGEST_SUBJECT)
    text = _words("The message to the customer; `{link}` becomes the link to upload photos.")
    link = serializers.BooleanField(
        required=False, default=None, allow_null=True, help_text="With a link to upload photos."
    )
    note = _words("For colleagues.")
    version = serializers.IntegerField(
        min_value=0,
        max_value=BIGGEST_VERSION,
        required=False,
        allow_null=True,
        default=None,
        help_text="The order's, as it was looked at: 409 where it has changed since.",
    )
    plan = serializers.CharField(
        max_length=64,
        required=False,
        default="",
        allow_blank=True,
        help_text="The `digest` of the dry run: 409 where other things would be done by now.",
    )
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Only tell what would be done.")


class OfferShape(Shape):
    """One resolution that is offered."""

    resolution = Text("e.g. `reprint`.")
    recommended = serializers.BooleanField(read_only=True)
    possible = serializers.BooleanField(read_only=True)
    trouble = Text("Why it cannot be chosen as things stand.")
    amount = serializers.IntegerField(allow_null=True, read_only=True, help_text="Suggested, in minor units.")
    cost = Minor("What its commands would cost; 0 where that cannot be told.")
    cost_currency = Text("ISO 4217.")


class PlanShape(Shape):
    """What would be done."""

    digest = Text("Send it as `plan` to have exactly this done.")
    version = Whole("The order's.")
    party = Choice(Party, help_text="Who is liable.")
    parts: Any = serializers.ListField(child=Choice(Part), read_only=True)
    asks = serializers.BooleanField(read_only=True, help_text="Whether somebody else decides on the reprint.")
    trouble = Text("Why the commands cannot be given.")
    cost = Minor("Of all commands together; 0 where that cannot be told.")
    cost_currency = Text("ISO 4217.")
    claim_amount = Minor("What would be claimed.")
    claim_currency = Text("ISO 4217.")
    claim_closes_at = Time(help_text="Until when it can be claimed, where that is known.")
    missing: Any = serializers.ListField(child=Text(), read_only=True, help_text="Evidence that nobody has yet.")
    offers = OfferShape(many=True)


class RemedyShape(Shape):
    """A remedy with the ids of its parts; of a dry run, its plan."""

    remedy_id = serializers.CharField(allow_null=True, read_only=True, help_text="Null of a dry run.")
    order_id = Text()
    line_id = Text()
    print_job_id = Text()
    parcel_id = Text()
    reason = Text("e.g. `damaged`.")
    resolution = Text("e.g. `reprint`.")
    recommended = serializers.IntegerField(
        allow_null=True, read_only=True, help_text="In minor units of `currency`: recommended, never done from here."
    )
    currency = Text("ISO 4217.")
    command_ids: Any = serializers.ListField(child=Text(), read_only=True)
    request_ids: Any = serializers.ListField(child=Text(), read_only=True)
    escalation_id = serializers.CharField(allow_null=True, read_only=True)
    claim_id = serializers.CharField(allow_null=True, read_only=True)
    mail_id = serializers.CharField(allow_null=True, read_only=True)
    note_id = serializers.IntegerField(allow_null=True, read_only=True)
    message = Text("`mail`, `copied`, or empty where the customer hears nothing from here.")
    done_at = Time(help_text="Null of a dry run.")
    url = serializers.URLField(allow_null=True, read_only=True, help_text="Its place on the order's page.")
    plan = PlanShape(allow_null=True, help_text="Of a dry run; else null.")
