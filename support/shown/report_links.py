"""Addresses of reports: each number leads to what is behind it, each group to a report of its own."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from orders.sla.report.definitions import Class
from orders.sla.report.question import Question

Pairs = list[tuple[str, str]]


def report_link(question: Question, *, by: str | None = None, **changes: str) -> str:
    """A report like this one, with other words in it; "" takes a word out."""
    said = [(name, value) for name, value in question.said() if name not in changes and (by is None or name != "by")]
    said += [(name, value) for name, value in [*changes.items(), ("by", by or "")] if value]
    return f"{reverse('reports')}?{urlencode([(name, value) for name, value in said if value])}"


def behind_link(
    question: Question, key: Pairs, of: Class | None = None, *, stage: str = "", anomalies: bool = False
) -> str:
    """The units behind a figure."""
    said = [pair for pair in question.said() if pair[1]]
    said += [("key", f"{dimension}={value}") for dimension, value in key]
    said += [("class", of.value)] if of else []
    said += [("stage", stage)] if stage else []
    said += [("anomalies", "1")] if anomalies else []
    return f"{reverse('report-behind')}?{urlencode(said)}"
