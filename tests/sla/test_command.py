"""``manage.py sla_report``: everything told by now, as a table and as JSON; bad questions in words."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from orders.streams.engine import drain
from tests.streams import backend

pytestmark = pytest.mark.usefixtures("cloud")


def report(*arguments: str) -> str:
    out = StringIO()
    call_command("sla_report", "--from", "2026-11-20", "--to", "2026-11-21", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pump runs here: what there is was applied by the test."""
    monkeypatch.setattr("orders.management.commands.sla_report.wait", lambda _: True)


def test_as_json() -> None:
    backend.put("orders", backend.order("o1", state="delivered", delivered_at="2026-11-22T21:00:00Z"))
    backend.put("orders", backend.order("o2"))
    drain()
    told: dict[str, Any] = json.loads(report("--json", "--by", "country", "--as-of", "2026-11-23T00:00:00Z"))
    assert told["rows"][0]["key"] == {"country": "DE"}
    total = told["total"]
    assert (total["orders"], total["on_time"], total["open"], total["on_time_pct"]) == (2, 1, 1, 100.0)
    assert total["stages"]["placed_to_delivered"] == {
        "n": 1,
        "anomalies": 0,
        "p50": 60.0,
        "p90": 60.0,
        "p95": 60.0,
        "mean": 60.0,
    }
    assert (told["as_of"], told["definitions_version"], told["timezone"]) == ("2026-11-23T00:00:00Z", "1", "UTC")


def test_as_a_table() -> None:
    backend.put("orders", backend.order("o1"))
    drain()
    assert report("--by", "day").splitlines()[1].split()[:2] == ["2026-11-20", "1"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--by", "moon"], "Group by one or two"),
        (["--where", "printer"], "Filter by DIMENSION=VALUE"),
        (["--timezone", "Mars/Base"], "no time zone"),
        (["--as-of", "soon"], "Give an instant"),
    ],
)
def test_bad_questions(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        report(*arguments)
