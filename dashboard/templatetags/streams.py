"""What the engine's own keys and times are to the person on call."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django import template

register = template.Library()

OWNERS: Final = {"O": "order", "C": "customer", "K": "print", "P": "printer"}


@register.filter
def owner(aggregate: str) -> str:
    """``O#o-1`` as "order o-1"; a key of another kind as it is."""
    kind, _, key = aggregate.partition("#")
    return f"{OWNERS[kind]} {key}" if kind in OWNERS else aggregate


@register.filter
def instant(text: str) -> datetime | None:
    """An ISO 8601 time as the projection keeps it, or None where it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
