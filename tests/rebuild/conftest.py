"""One order in every table, applied, and a pump at work beside the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orders.streams.engine import Engine
from tests.streams import backend
from tests.streams.running import pumping


@pytest.fixture(autouse=True)
def _quick(settings: Any, tmp_path: Path) -> None:
    """A folder for what is gathered, and processes that ask soon which projection is live."""
    settings.REBUILD_FOLDER = tmp_path
    settings.ALIAS_SECONDS = 0.1


@pytest.fixture
def engine(cloud: str) -> Iterator[Engine]:
    """The live engine, with one order applied."""
    made = Engine.live()
    made.chart.sync()
    backend.fill()
    with made.applier:
        made.pump().drain()
        yield made


@pytest.fixture
def pumped(engine: Engine) -> Iterator[Engine]:
    """The engine, pumping."""
    with pumping(engine):
        yield engine
