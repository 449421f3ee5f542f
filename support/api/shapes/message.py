"""One mail as programs are told of it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.fields import Choice, Shape, Text, Time
from support.mail.models import MailState


class MessageShape(Shape):
    """One mail about an escalation."""

    message_id = Text()
    made_at = Time(allow_null=False)
    sent_at = Time()
    settled_at = Time(help_text="When its fate was told.")
    state = Choice(MailState)
    trouble = Text("What went wrong, in words; empty where nothing did.")
    to = Text("A printer with its address, or who else it was to; never a customer's address.")
    subject = Text("Personal data masked.")
    text = Text("Personal data masked.")
    files: Any = serializers.ListField(child=Text(), read_only=True, help_text="The names of what went with it.")
