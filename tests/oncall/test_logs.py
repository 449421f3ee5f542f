"""What operators read in the log: rates once a minute, and nothing personal of what went wrong."""

from __future__ import annotations

import json
import logging

import pytest

from dashboard.logs import JsonLines
from orders.projections.apply import Applier
from orders.projections.work import Outcome
from orders.streams.rates import EVERY_SECONDS, Rates
from tests.streams import backend


def test_rates_are_told_once_a_minute(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("orders.streams.rates.time.monotonic", lambda: clock[0])
    caplog.set_level(logging.INFO, "orders")
    rates, outcome = Rates(), Outcome(conflicts=2, transactions=30)
    outcome.tally["orders", "applied"] = 60
    rates.count(60, outcome)
    rates.tell(1)
    assert caplog.records == []
    clock[0] += EVERY_SECONDS
    rates.tell(1)
    rates.tell(1)
    (record,) = caplog.records
    written = json.loads(JsonLines().format(record))
    told = {"slot": 1, "records": 60, "rate": 1.0, "transactions": 30, "conflicts": 2, "applied": 60}
    assert written.items() >= {"message": "pump at work", **told}.items()


def test_an_idle_pump_says_that_it_lives(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "orders")
    Rates(_since=-EVERY_SECONDS).tell(0)
    assert json.loads(JsonLines().format(caplog.records[0]))["records"] == 0


def test_what_is_set_aside_or_broken_is_logged_without_values(
    applier: Applier, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quotes(_: object) -> None:
        raise ValueError("Ines Berger")

    monkeypatch.setattr("orders.projections.order.standing", quotes)
    caplog.set_level(logging.DEBUG, "orders")
    applier.apply([backend.record("orders", backend.order(), 1), backend.record("users", backend.user(name=7), 2)])
    written = "".join(JsonLines().format(record) for record in caplog.records)
    assert "nothing can be derived" in written
    assert "Ines" not in written
