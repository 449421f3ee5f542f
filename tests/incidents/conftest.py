"""A quiet company, people, and an incident that is on the order of the stories."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from support.audit.record import Actor, Detail, Target, record
from support.incidents.begin import FOUND
from support.incidents.models import Incident
from tests.api.conftest import program
from tests.commands.conftest import staff
from tests.incidents.company import Company
from tests.web import stories
from tests.web.conftest import sign_in, told

__all__ = ["program", "sign_in", "staff", "told"]

Make = Callable[..., Incident]


@pytest.fixture
def company(db: None, redis_empty: None) -> Company:
    """Two quiet weeks."""
    return Company().two_weeks()


@pytest.fixture
def make(db: None) -> Make:
    """Makes an open incident that affects so many orders, that of the stories first."""

    def of(subject: str = "coast@12.1", orders: int = 1, **more: Any) -> Incident:
        now = timezone.now()
        details: dict[str, Detail] = {"about": subject, "bad": 4, "seen": 5}
        about = {"signal": "render_failures", "dimension": "template", "code": "template_error", "bad": 4, "seen": 5}
        when = {"began_at": now - timedelta(minutes=9), "opened_at": now, "last_at": now}
        with transaction.atomic():
            event = record(Actor("printdesk", "service"), FOUND, Target("incident", "0"), details=details)
        made = Incident.objects.create(
            subject=subject, event=event, **(about | when | {"expected": 0.04, "chance": 5e-7} | more)
        )
        for number in range(orders):
            order = stories.ORDER_ID if number == 0 else f"o-{number}"
            made.affected.create(order_id=order, line_id="l1", row_id="r-71c0", at=now - timedelta(minutes=number))
        return made

    return of


@pytest.fixture
def incident(make: Make) -> Incident:
    """The one."""
    return make()
