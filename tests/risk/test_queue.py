"""From the backend's rows to the queue of those at risk: who is in it, what it says, and when it leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from orders.sla.risk.calibration import Calibration
from orders.sla.risk.kept import learned
from orders.sla.risk.look import learn
from orders.store import live_store
from orders.streams.engine import drain
from support.queues.at_risk import score, waiting_at_risk
from support.queues.snapshot import snapshot
from support.queues.why import why
from support.tasks import learn_risk, score_risk
from tests.risk.conftest import at, bring, order
from tests.streams import backend

pytestmark = pytest.mark.usefixtures("cloud")


def waiting() -> list[str]:
    return [row.order_id for row in waiting_at_risk(datetime.now(UTC)).rows]


@pytest.mark.usefixtures("two")
def test_who_is_likely_to_be_late_is_in_the_queue() -> None:
    (row,) = snapshot("at_risk").rows
    assert (row.order_id, row.code, row.value, row.printer) == ("hurried", "accepted_at", 4990, "koeln")
    assert why(row).why.startswith("100 % likely to miss its promise of ")
    assert ": waiting for the printer 3 days, usually " in why(row).why


@pytest.mark.usefixtures("two")
def test_it_leaves_when_it_is_there() -> None:
    bring(order("hurried", 0.05, state="delivered", delivered_at=at(-0.01)))
    score(timezone.now())
    assert waiting() == []


@pytest.mark.usefixtures("two")
def test_what_was_cancelled_since_the_lake_was_patched_is_left_out() -> None:
    backend.put("orders", order("hurried", 0.05, state="cancelled"))
    drain()
    assert score(timezone.now()) == 0


@pytest.mark.usefixtures("two")
def test_a_row_whose_promise_has_passed_is_late_and_not_at_risk() -> None:
    assert waiting() == ["hurried"]
    assert waiting_at_risk(datetime.now(UTC) + timedelta(hours=2)).rows == ()


@pytest.mark.usefixtures("two")
def test_what_redis_loses_comes_back(settings: Any) -> None:
    cache.clear()
    assert waiting() == []
    score_risk()
    assert waiting() == ["hurried"]
    settings.AT_RISK_CHANCE = 0
    score_risk()
    assert sorted(waiting()) == ["easy", "hurried"]


def test_what_was_learned_is_read_as_it_was_kept() -> None:
    bring(order("one", 5))
    found = learn(live_store().table, timezone.now())
    kept = learned(live_store().table)
    assert kept is not None
    assert kept.model == found.model
    assert isinstance(kept.calibration, Calibration)
    learn_risk()
    again = learned(live_store().table)
    assert again is not None
    assert again.model.at > found.model.at
