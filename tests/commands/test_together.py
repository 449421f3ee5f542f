"""Many people at once: whoever clicks when, one command comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from dashboard.roles import Role
from support.audit.chain import faults
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.refusals import Busy, UnderWay
from support.commands.wish import Wish
from support.models import AuditEvent
from tests.commands.conftest import Desk, Staff, a_render, a_reprint

CLICKS = 20


def click(asker: Asker, wish: Wish, together: Barrier) -> str:
    """One click, as its own request makes it; the command it came to, or that it was shown."""
    together.wait()
    try:
        return f"asked {ask(asker, wish).pk}"
    except UnderWay as found:
        return f"shown {found.existing.id}"
    except Busy:
        return "busy"
    finally:
        connection.close()


def rounds(number: int, people: list[Asker], wish: Callable[[], Wish]) -> None:
    """Everybody clicks at once, again and again; each round comes to one command, which all the others are shown."""
    for _ in range(number):
        together = Barrier(CLICKS)
        with ThreadPoolExecutor(CLICKS) as pool:
            clicks = [pool.submit(click, people[n % len(people)], wish(), together) for n in range(CLICKS)]
            came = Counter(done.result().partition(" ")[0] for done in clicks)
        assert came["asked"] == 1
        assert came["shown"] + came["busy"] == CLICKS - 1
        assert Command.objects.count() == 1
        Command.objects.all().delete()
    assert AuditEvent.objects.count() == number
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wish", [a_render, a_reprint])
def test_twenty_clicks_are_one_command(desk: Desk, staff: Staff, wish: Callable[[], Wish]) -> None:
    rounds(3, [staff(Role.SENIOR, Role.OPS) for _ in range(5)], wish)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_a_thousand_rounds_of_twenty_clicks(desk: Desk, staff: Staff) -> None:
    rounds(1_000, [staff(Role.OPS) for _ in range(CLICKS)], a_render)


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_once_is_one_command(desk: Desk, staff: Staff) -> None:
    wish, agent, together = a_render(), staff(Role.AGENT), Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        clicks = [pool.submit(click, agent, replace(wish), together) for _ in range(2)]
        assert len({done.result() for done in clicks}) == 1
    assert Command.objects.count() == 1
