"""Masks for templates that show somebody's free words outside a story."""

from __future__ import annotations

from django import template

from support import masking

register = template.Library()


@register.filter
def scrubbed(text: str) -> str:
    """The words without any e-mail address."""
    return masking.scrub(text, masking.NOTHING)
