"""Many clicks at once never show more than the limit."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection

from dashboard.models import SetLimit
from dashboard.roles import Role
from support.audit.chain import faults
from support.models import AuditEvent, Reveal
from support.reveals.held import Subject
from support.reveals.reveal import AboveLimit, reveal

CLICKS, MOST = 16, 5


def _click(person: User, number: int, together: Barrier) -> str:
    together.wait()
    try:
        reveal(person, Subject.order(f"o-{number}"), "identify", "they call")
    except AboveLimit:
        return "refused"
    finally:
        connection.close()
    return "shown"


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_however_many_ask_at_once() -> None:
    person = User.objects.create_user("a-agent")
    person.groups.add(Group.objects.get(name=Role.AGENT))
    SetLimit.objects.create(role=Role.AGENT, name="reveals_a_day", amount=MOST)
    together = Barrier(CLICKS)
    with ThreadPoolExecutor(CLICKS) as pool:
        came = Counter(pool.map(lambda number: _click(person, number, together), range(CLICKS)))
    assert came == {"shown": MOST, "refused": CLICKS - MOST}
    assert Reveal.objects.count() == AuditEvent.objects.count() == MOST
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_many_clicks_on_one_order_are_one_reveal() -> None:
    person = User.objects.create_user("a-agent")
    person.groups.add(Group.objects.get(name=Role.AGENT))
    together = Barrier(CLICKS)
    with ThreadPoolExecutor(CLICKS) as pool:
        list(pool.map(lambda _: _click(person, 1, together), range(CLICKS)))
    assert Reveal.objects.count() == AuditEvent.objects.count() == 1
