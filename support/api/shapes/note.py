"""Notes: what a program sends to write one, and what it is told of those there are."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.fields import Shape, Text, Time, Whole
from support.notes.models import LONGEST_TEXT


class NewNoteShape(serializers.Serializer[Any]):
    """What colleagues should know."""

    text = serializers.CharField(
        max_length=LONGEST_TEXT, help_text="Plain text; `@login` tells a colleague. Links beginning with http work."
    )


class NoteShape(Shape):
    """A note, of whoever wrote it."""

    note_id = Whole()
    order_id = Text("The order that it is about; empty where it is about the customer.")
    text = Text("Plain text, personal data masked.")
    written_by = Text("A stable id.")
    written_by_name = Text("As colleagues call them.")
    written_at = Time(allow_null=False)
    edited_at = Time()
    pinned_at = Time(help_text="Null where it is not pinned.")
    mentions: Any = serializers.ListField(child=Text(), read_only=True, help_text="Logins of colleagues.")
    url = serializers.URLField(allow_null=True, read_only=True, help_text="Where it is read.")
