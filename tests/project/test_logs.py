"""Log lines are JSON and keep to themselves what customers said."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from dashboard.logs import JsonLines


def line(message: str, *arguments: object, exc_info: Any = None, **extra: object) -> dict[str, Any]:
    """What is written for a record."""
    record = logging.LogRecord("orders", logging.WARNING, __file__, 1, message, arguments, exc_info)
    record.__dict__.update(extra)
    written = JsonLines().format(record)
    assert "\n" not in written
    return dict(json.loads(written))


def test_a_line_says_when_who_and_what() -> None:
    written = line("shard %s is done", "s-1")
    assert written.items() >= {"level": "WARNING", "logger": "orders", "message": "shard s-1 is done"}.items()
    assert written["at"].endswith("+00:00")


def test_query_strings_are_left_out() -> None:
    assert line("Not Found: /find?q=ana@example.com")["message"] == "Not Found: /find?…"


def test_a_question_stays_a_question() -> None:
    assert line("who is there?")["message"] == "who is there?"


def test_only_known_extras_are_written() -> None:
    written = line("done", count=3, request="<a request with a name in it>")
    assert written["count"] == 3
    assert "request" not in written


def test_a_traceback_stays_in_its_line() -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        written = line("failed", exc_info=sys.exc_info())
    assert "ValueError: broken" in written["trace"]
