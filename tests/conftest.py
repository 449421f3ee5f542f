"""What every test may take: a database, Redis and AWS of this run, and nothing of the world outside."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache

from embedded import cloud as emulator
from tests import browsers
from tests.services import Services

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("printdesk", deadline=None)
hypothesis.settings.load_profile("printdesk")

SERVICES = pytest.StashKey[Services]()
LOCAL = {"127.0.0.1", "::1", "localhost"}


def pytest_configure(config: pytest.Config) -> None:
    """Start what all workers share, in the process that starts the workers."""
    services = config.stash[SERVICES] = Services()
    if not hasattr(config, "workerinput") and not config.option.collectonly and not config.option.help:
        services.start_shared()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this process started."""
    if services := config.stash.get(SERVICES, None):
        services.stop()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have PostgreSQL and Redis ready before a worker asks for them."""
    session.config.stash[SERVICES].wait()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes a browser, and say what is missing where there is none."""
    browsers.mark(items)


@pytest.fixture(scope="session", autouse=True)
def _no_outside() -> Iterator[None]:
    """Refuse connections to other machines: a test that needs one proves nothing about this project."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise OSError(f"a test tried to connect to {address!r}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_only)
        yield


@pytest.fixture(scope="session")
def cloud_url(request: pytest.FixtureRequest) -> str:
    """The address of this worker's AWS emulator, which is running."""
    return request.config.stash[SERVICES].start_cloud().url


@pytest.fixture
def cloud(cloud_url: str) -> str:
    """AWS as the project finds it on its first day: every table there and empty, Redis empty. Its address."""
    # Imported when asked for: tests of pure functions start without boto3.
    from orders.alias import live  # noqa: PLC0415
    from orders.projections.tables import create_tables  # noqa: PLC0415
    from orders.sla.lake.files import create_bucket  # noqa: PLC0415
    from support.evidence import bucket as evidence  # noqa: PLC0415

    emulator.reset(cloud_url)
    live.forget()
    create_tables()
    create_bucket()
    evidence.create_bucket()
    cache.clear()
    return cloud_url


@pytest.fixture
def redis_empty() -> None:
    """This worker's Redis database, emptied."""
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium for pytest-playwright: nothing is downloaded."""
    return {**browser_type_launch_args, "executable_path": browsers.chromium(), "args": ["--no-sandbox"]}
