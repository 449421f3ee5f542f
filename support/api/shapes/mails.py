"""Mails: what a program sends to write to a printer, and what it is told of what was written."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.escalation import BIGGEST_NUMBER
from support.api.shapes.fields import Shape
from support.api.shapes.message import MessageShape
from support.notes.models import LONGEST_TEXT

LONGEST_REASON = 500
MOST_FILES = 100


class MessageToSendShape(serializers.Serializer[Any]):
    """The words to the printer; the letter around them is its template's."""

    text = serializers.CharField(max_length=LONGEST_TEXT, help_text="What is wrong, as it is sent.")
    evidence = serializers.ListField(
        child=serializers.CharField(max_length=32),
        max_length=MOST_FILES,
        required=False,
        default=list,
        help_text="The ids of the files that go with it.",
    )
    anyway = serializers.CharField(
        max_length=LONGEST_REASON,
        required=False,
        default="",
        allow_blank=True,
        help_text="Why it is sent although evidence is missing.",
    )
    changes = serializers.IntegerField(
        min_value=0,
        max_value=BIGGEST_NUMBER,
        required=False,
        allow_null=True,
        default=None,
        help_text="Its `changes` as they were looked at: 409 where there are more by now.",
    )


class MessagesShape(Shape):
    """What was written about an escalation."""

    results = MessageShape(many=True, help_text="Oldest first.")
