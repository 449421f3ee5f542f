"""Twenty at once: one remedy, and one of each of its parts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from support.commands.asker import Asker
from support.commands.refusals import Busy
from support.remedies.make_right import make_right
from support.remedies.refusals import PartRefused
from tests.remedies.conftest import counts, damaged

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 20


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of twenty threads is answered, refusals too."""

    def one(number: int) -> object:
        try:
            return act(number)
        except (PartRefused, Busy) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(one, range(TIMES)))


def test_the_same_click_twenty_times_is_one(senior: Asker) -> None:
    wanted = damaged(key="same")
    assert len({str(answer) for answer in at_once(lambda _: make_right(senior, wanted))}) == 1
    assert counts() == {"Command": 1, "Request": 0, "Escalation": 1, "Claim": 1, "Mail": 1, "Note": 1, "Remedy": 1}


def test_twenty_people_make_one_reprint_one_escalation_one_claim(senior: Asker) -> None:
    answers = at_once(lambda number: make_right(senior, damaged(key=f"k{number}", resolution="reprint")))
    made = [answer for answer in answers if not isinstance(answer, Exception)]
    assert (counts()["Command"], counts()["Escalation"], counts()["Claim"]) == (1, 1, 1)
    assert counts()["Remedy"] == len(made)
