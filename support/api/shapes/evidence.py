"""Evidence: what a program sends before a file, the form that it sends it with, and how far a file is."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.api.shapes.fields import Choice, Shape, Text, Time, Whole
from support.evidence.models import EvidenceState
from support.reasons import evidence_names

LONGEST_NAME = 1_000


class FileToSendShape(serializers.Serializer[Any]):
    """A file that is about to be sent."""

    shows = serializers.ChoiceField(
        list(evidence_names()), required=False, default="", allow_blank=True, help_text="What it shows."
    )
    name = serializers.CharField(
        max_length=LONGEST_NAME,
        required=False,
        default="",
        allow_blank=True,
        help_text="What it is called; for people.",
    )


class UploadFormShape(Shape):
    """Sent as `multipart/form-data` to `url`: every one of `fields`, then the file as `file`."""

    evidence_id = Text("Its id, for the call that says it was sent.")
    url = Text("The bucket.")
    fields: Any = serializers.DictField(child=serializers.CharField(), read_only=True)
    most_bytes = Whole("Larger files are refused.")
    seconds = Whole("How long the form may be used.")


class EvidenceFileShape(Shape):
    """One file; what its sender called it is not told."""

    evidence_id = Text()
    shows = Text("A name of what has to be seen; empty where nobody has said.")
    state = Choice(EvidenceState)
    trouble = Text("Why it was refused, in words.")
    kind = Text("`image/jpeg` or `image/png` once it was checked.")
    width = Whole("Pixels.")
    height = Whole("Pixels.")
    sha256 = Text("Of what was sent: the same picture twice has the same.")
    announced_at = Time(allow_null=False)
    came_at = Time()
    checked_at = Time()
