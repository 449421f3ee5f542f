"""The processes of a test run: PostgreSQL and Redis once, an AWS emulator for each worker."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from embedded import cloud, postgres, redis
from embedded.service import Service
from tests import settings


class Services:
    """What one process of the run started; the rest it inherited."""

    def __init__(self) -> None:
        self.state = Path(tempfile.mkdtemp(prefix="printdesk-tests-"))
        self.running: list[Service] = []

    def start_shared(self) -> None:
        """PostgreSQL and Redis, without waiting for them: tests are collected meanwhile."""
        self.running += [
            postgres.start(self.state / "postgres", settings.POSTGRES_PORT, options=postgres.HASTY),
            redis.start(self.state / "redis", settings.REDIS_PORT),
        ]

    def start_cloud(self) -> Service:
        """This process's own emulator, ready."""
        service = cloud.start(self.state / "cloud", settings.CLOUD_PORT)
        self.running.append(service)
        service.wait()
        return service

    def wait(self) -> None:
        """Return when everything that was started here answers."""
        for service in self.running:
            service.wait()

    def stop(self) -> None:
        """End it all, last started first, and remove its files."""
        for service in reversed(self.running):
            service.stop()
        shutil.rmtree(self.state, ignore_errors=True)
