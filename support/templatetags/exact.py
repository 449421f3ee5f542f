"""Times that are evidence: to the second with their zone, and to the microsecond in UTC for who points at them."""

from __future__ import annotations

from datetime import UTC, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.templatetags.times import full

register = template.Library()


@register.filter
def utc(at: datetime) -> str:
    """ "2026-11-22T20:03:07.041265+00:00"."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@register.simple_tag
def exactly(at: datetime) -> SafeString:
    """A time element: "Sun 22 Nov 2026, 20:03:07 UTC"."""
    return format_html('<time datetime="{}" title="{}">{}</time>', utc(at), utc(at), full(at))
