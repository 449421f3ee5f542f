"""``GET sla``: what the command tells, to those who may see reports."""

from __future__ import annotations

import pytest

from dashboard.permissions import Permission
from dashboard.roles import Role
from orders.sla.lake.patch import patch_all
from orders.store import live_store
from orders.streams.engine import drain
from tests.api.conftest import Program, program
from tests.streams import backend

__all__ = ["program"]

DAYS = {"from": "2026-11-20", "to": "2026-11-20"}


@pytest.fixture
def manager(cloud: str, program: Program) -> Program:
    """A program that may see reports, and one order to report on."""
    backend.put("orders", backend.order("o1", state="delivered", delivered_at="2026-11-22T21:00:00Z"))
    drain()
    patch_all(live_store())
    return program


def test_a_report(manager: Program) -> None:
    told = manager(Role.MANAGER, Permission.VIEW_REPORTS).get("/api/v1/sla", DAYS | {"by": "day,country"}).json()
    assert told["rows"][0]["key"] == {"day": "2026-11-20", "country": "DE"}
    assert (told["total"]["orders"], told["total"]["on_time"], told["data_until"]) == (1, 1, None)


def test_what_is_wrong_is_said_by_field(manager: Program) -> None:
    answer = manager(Role.MANAGER, Permission.VIEW_REPORTS).get("/api/v1/sla", {"from": "soon", "by": "moon"})
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"from", "to", "by"}


def test_agents_see_no_reports(manager: Program) -> None:
    assert manager(Role.AGENT, Permission.VIEW_REPORTS).get("/api/v1/sla", DAYS).status_code == 403
