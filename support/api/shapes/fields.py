"""Fields that all shapes use."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from rest_framework import serializers


class Shape(serializers.Serializer[Any]):
    """Something that is only ever answered, never sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        super().__init__(*args, **kwargs)


class Time(serializers.DateTimeField):
    """RFC 3339, in UTC; null where it is not known."""

    def __init__(self, *, allow_null: bool = True, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, read_only=True, allow_null=allow_null, **kwargs)


class Text(serializers.CharField):
    """Text, "" where there is none."""

    def __init__(self, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text or None, read_only=True, **kwargs)


class Whole(serializers.IntegerField):
    """A whole number."""

    def __init__(self, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text or None, read_only=True, **kwargs)


class Minor(Whole):
    """Money in minor units of the ``currency`` beside it."""

    def __init__(self, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text or "Minor units of `currency`.", **kwargs)


class Choice(serializers.ChoiceField):
    """One of an enum's values, answered as text."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=[(each.value, each.value) for each in choices], read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The enum's own word."""
        return getattr(value, "value", value)


class ProblemShape(Shape):
    """An error (RFC 9457)."""

    type = Text("A URI of the kind of problem; `about:blank` says no more than `title`.")
    title = Text()
    status = Whole("The answer's status, again.")
    detail = Text("What went wrong, in words.")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong, by field or parameter.",
    )
