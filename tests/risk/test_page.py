"""The page that says whether the chances come true."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from dashboard.roles import Role
from orders.sla.lake import files
from orders.sla.risk import kept
from tests.web.conftest import SignIn, sign_in

__all__ = ["sign_in"]


@pytest.mark.usefixtures("learned_of_twenty")
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
