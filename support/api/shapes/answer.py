"""Where an order is, in words, and everything that happened to it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from orders.answer.model import Move, Stage, Tone
from support.api.shapes.fields import Choice, Shape, Text, Time


class LineAnswerShape(Shape):
    """Where one line is."""

    situation = Text("Names the case, e.g. `render_failed`.")
    label = Text("The case in two or three words.")  # type: ignore[assignment]
    tone = Choice(Tone)
    stage = Choice(Stage)
    whose_move = Choice(Move)
    sentence = Text()
    next = Text("What happens next.")
    due_at = Time(help_text="By when.")
    explanation = Text("A failure in plain words.")
    advice = Text("What to do about it.")


class AnswerShape(Shape):
    """Where the order is, is it late, whose move it is, what happens next and by when."""

    situation = Text("Names the case, e.g. `render_failed`.")
    label = Text("The case in two or three words.")  # type: ignore[assignment]
    tone = Choice(Tone)
    sentence = Text()
    stage = Choice(Stage)
    whose_move = Choice(Move)
    next = Text("What happens next.")
    due_at = Time(help_text="By when.")
    late = serializers.BooleanField(read_only=True)
    reply = Text("Words for the customer, ready to paste.", source="reply.text")
    reply_language = Text("BCP 47.", source="reply.language")


class EventShape(Shape):
    """One thing that happened."""

    id = Text("Stays the same as long as the event does.")
    at = Time(allow_null=False, help_text="When it happened, by `clock`.")
    heard_at = Time(help_text="When we heard of it.")
    kind = Text("e.g. `render.failed`.")
    tone = Choice(Tone)
    stage = Choice(Stage)
    actor = Text("Who or what did it.")
    text = Text()
    source = Text("The row that says so, e.g. `renders/r-71c0`.")  # type: ignore[assignment]
    clock = Text("Whose clock `at` is.")
    anomalies: Any = serializers.ListField(child=Text(), read_only=True, help_text="What cannot be right about it.")
