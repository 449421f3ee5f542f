"""The page that says whether the chances come true."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from django.utils import timezone

from dashboard.roles import Role
from orders.sla.lake import files
from orders.sla.lake.patch import patch_all
from orders.sla.risk import kept
from orders.sla.risk.look import learn
from orders.store import live_store
from orders.streams.engine import drain
from tests.risk.test_queue import at
from tests.streams import backend
from tests.web.conftest import SignIn, sign_in

__all__ = ["sign_in"]


@pytest.fixture
def _learned(cloud: str) -> None:
    """Twenty orders placed over ten days: half of them came in time, half when their promise had passed."""
    for number in range(20):
        placed = -12 + number / 2
        times = {name: at(placed) for name in ("placed_at", "paid_at")}
        promised = {name: at(placed + 1.8) for name in ("first_deliver_by", "deliver_by")}
        there = {"state": "delivered", "delivered_at": at(placed + 1.2 + number % 2)}
        backend.put("orders", backend.order(f"o{number}", **times, **promised, **there))
    drain()
    patch_all(live_store())
    learn(live_store().table, timezone.now())


@pytest.mark.usefixtures("_learned")
def test_what_was_said_beside_what_happened(sign_in: SignIn) -> None:
    body = sign_in(Role.MANAGER).get("/reports/risk/").content.decode()
    assert "from 20 orders" in body
    assert 'id="risk-drawing"' in body
    assert "standard to DE" in body
    assert "scores whose outcome is known" in body


@pytest.mark.usefixtures("cloud")
def test_before_anything_was_learned(sign_in: SignIn) -> None:
    assert "Nothing was learned yet" in sign_in(Role.MANAGER).get("/reports/risk/").content.decode()


@pytest.mark.usefixtures("cloud")
def test_a_bucket_that_does_not_answer_is_said(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="http://nowhere")

    monkeypatch.setattr(files, "read", gone)
    monkeypatch.setattr(kept, "_read", {})
    answer = sign_in(Role.MANAGER).get("/reports/risk/")
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
