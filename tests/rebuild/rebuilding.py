"""Rebuilds as an operator makes them, and ones that die on the way."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from orders import cloud
from orders.projections.apply import Applier
from orders.projections.digest import read_contents
from orders.projections.standing import read_standing
from orders.store import Store
from orders.streams.engine import control_store
from orders.streams.progress import Phase
from orders.streams.reading import reading
from orders.streams.rebuild import Rebuild, Tell


def command(*words: str) -> str:
    """``rebuild_projections`` with these words; what it prints."""
    out = StringIO()
    call_command("rebuild_projections", *words, stdout=out, stderr=out)
    return out.getvalue()


def rebuild(tell: Tell) -> Rebuild:
    """A run that tells a test of every step, which may do what it likes meanwhile."""
    client = cloud.dynamodb()
    return Rebuild(
        control_store(),
        client,
        make=lambda table: Applier(Store(table, client)),
        read=lambda: reading(client, 2, {}),
        folder=Path(settings.REBUILD_FOLDER),
        threads=2,
        tell=tell,
    )


def once_in(phase: Phase, act: Callable[[], object]) -> Tell:
    """Do something once, in the middle of a phase."""
    left = [act]

    def tell(now: Phase, rows: int, _: int) -> None:
        if now is phase and rows and left:
            left.pop()()

    return tell


def beside() -> Store:
    """The projection beside the live one."""
    return Store(read_standing(control_store()).beside, cloud.dynamodb())


def live() -> Store:
    """The live projection, asked for now."""
    return Store(read_standing(control_store()).live, cloud.dynamodb())


def same_content() -> bool:
    """Whether both projections have one digest, and not of nothing."""
    first, second = read_contents(live()), read_contents(beside())
    return bool(first.counts()) and first.digest() == second.digest()
