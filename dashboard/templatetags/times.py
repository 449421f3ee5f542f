"""Times in words: relative for reading, absolute with its zone for certainty.

The zone is Django's current one (``TIME_ZONE``), named wherever a clock time stands alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
MONTH: Final = 30.44 * DAY
YEAR: Final = 365.25 * DAY
# Below each limit in seconds: the unit's length, and what one and many of it are called.
UNITS: Final = (
    (MINUTE, 1, "s", "s"),
    (HOUR, MINUTE, "min", "min"),
    (DAY, HOUR, "h", "h"),
    (2 * MONTH, DAY, "day", "days"),
    (2 * YEAR, MONTH, "month", "months"),
    (float("inf"), YEAR, "year", "years"),
)


@register.simple_tag
def now_stamp() -> str:
    """The server's clock when the page was made, from which app.js keeps relative times going."""
    return timezone.now().isoformat(timespec="seconds")


@register.filter
def span(value: timedelta | None) -> str:
    """A length of time in one unit: "38 s", "41 min", "16 h", "5 days", "4 months", "3 years"."""
    if value is None:
        return ""
    seconds = abs(value.total_seconds())
    length, one, many = next((length, one, many) for limit, length, one, many in UNITS if seconds < limit)
    count = int(seconds // length)
    return f"{count} {one if count == 1 else many}"


def relative(at: datetime, now: datetime) -> str:
    """ "in 5 days", "41 min ago", "just now"."""
    if abs(now - at) < timedelta(seconds=1):
        return "just now"
    return f"{span(now - at)} ago" if at < now else f"in {span(at - now)}"


def local(at: datetime) -> datetime:
    """The time in the current zone."""
    try:
        return timezone.localtime(at)
    except OverflowError:  # the first and last day of the calendar have no other zone
        return at


@register.filter
def moment(at: datetime) -> str:
    """ "Sun 22 Nov, 21:30", with the year where it is not this one's."""
    there = local(at)
    year = "" if there.year == timezone.localtime().year else f" {there.year}"
    return f"{there:%a} {there.day} {there:%b}{year}, {there:%H:%M}"


@register.filter
def day(at: datetime) -> str:
    """ "Fri 27 Nov", with the year where it is not this one's."""
    return moment(at).rpartition(",")[0]


@register.filter
def clock(at: datetime) -> str:
    """ "20:03"."""
    return f"{local(at):%H:%M}"


@register.filter
def zone(at: datetime) -> str:
    """The zone that times are shown in, at that time: "UTC", "CET"."""
    return local(at).tzname() or ""


@register.filter
def full(at: datetime) -> str:
    """ "Sun 22 Nov 2026, 20:03:07 UTC"."""
    there = local(at)
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M:%S} {there.tzname()}"


@register.simple_tag
def when(at: datetime | None, style: str = "moment") -> SafeString:
    """A time element: ``moment``, ``day`` or ``clock`` as text, the full time with its zone as its title."""
    if at is None:
        return format_html('<span class="soft">{}</span>', "not known")
    words = {"moment": moment, "day": day, "clock": clock}[style](at)
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), full(at), words)


@register.simple_tag
def ago(at: datetime | None, now: datetime | None = None) -> SafeString:
    """A relative time that app.js keeps going: "in 5 days", "41 min ago"."""
    if at is None:
        return format_html("{}", "")
    words = relative(at, now or timezone.now())
    return format_html('<time data-ago datetime="{}" title="{}">{}</time>', at.isoformat(), full(at), words)
