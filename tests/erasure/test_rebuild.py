"""A customer is erased while a second projection is built beside the live one: neither keeps anything of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.db import connection

from orders.streams.engine import Engine
from orders.streams.progress import Phase
from orders.streams.status import wait
from support.audit.chain import faults
from support.audit.record import Actor
from support.erasure.erase import erase, finish
from support.models import Erasure
from tests.erasure.conftest import OURS, THEIRS, USER, Backend, put_rows, write_about_them
from tests.erasure.everywhere import places
from tests.rebuild.conftest import _quick, engine
from tests.rebuild.rebuilding import beside, command, live, once_in, rebuild, same_content
from tests.streams.running import pumping

__all__ = ["_quick", "engine"]

WHO = Actor.shell("test")
WORDS = (*THEIRS, *OURS)
SECONDS = 60


@pytest.fixture
def pumped(transactional_db: None, engine: Engine) -> Iterator[Backend]:
    """The customer in the source tables and, by way of the streams, in the live projection; a pump is at work."""
    made = Backend()
    put_rows(made)
    write_about_them()
    with pumping(engine):
        assert wait(SECONDS)
        yield made


def nothing_is_left() -> bool:
    """Whether both projections say the same, and nothing of the customer, nor does anything else."""
    return same_content() and places(WORDS) == {} and not any(Path(settings.REBUILD_FOLDER).iterdir())


def test_what_is_planted_is_in_both(pumped: Backend) -> None:
    rebuild(lambda *_: None).run()
    found = places(WORDS)
    for store in (live(), beside()):
        assert f"dynamodb {store.table} C F" in found["quastenflosser"]
        assert f"dynamodb {store.table} O J" in found["hold-quaste"]
        assert f"dynamodb {store.table} QUARANTINE" in found["parcel-quaste"]


@pytest.mark.parametrize("phase", [Phase.GATHER, Phase.INHERIT, Phase.AUDIT])
def test_while_the_candidate_is_filled(pumped: Backend, phase: Phase) -> None:
    left: list[str] = []
    over = Event()

    def erased() -> None:
        pumped.erases()
        left.extend(erase(WHO, USER, "ticket 17").left)
        connection.close()
        over.set()

    rebuild(once_in(phase, erased)).run()
    assert over.wait(SECONDS)
    assert any(each.startswith("a rebuild copies to") for each in left)
    assert wait(SECONDS)
    assert [outcome.left for outcome in finish()] == [()]
    assert nothing_is_left()
    assert list(faults()) == []
    command("switch")
    assert nothing_is_left()


def test_after_the_audit_and_before_the_switch(pumped: Backend) -> None:
    rebuild(lambda *_: None).run()
    pumped.erases()
    assert wait(SECONDS)
    assert erase(WHO, USER, "ticket 17").left == ()
    assert Erasure.objects.get().finished_at is not None
    assert nothing_is_left()
    command("switch")
    assert nothing_is_left()
