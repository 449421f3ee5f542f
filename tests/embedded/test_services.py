"""The run's own services are there, and are nobody else's."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from demo.state import CHECKOUT
from embedded import redis
from embedded.ports import free_port, is_free
from embedded.service import ServiceFailed
from orders import cloud as clients


@pytest.mark.django_db
def test_postgresql_is_the_embedded_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int, current_setting('port')::int")
        version, port = cursor.fetchone()
    assert version >= 180000
    assert port == settings.DATABASES["default"]["PORT"]


def test_redis_keeps_what_is_put() -> None:
    cache.set("colour", "green", 5)
    assert cache.get("colour") == "green"


def test_the_emulator_speaks_dynamodb(cloud_url: str) -> None:
    assert "TableNames" in clients.dynamodb().list_tables()


def test_a_port_in_use_is_not_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not is_free(taken.getsockname()[1])
    assert is_free(free_port())


def test_a_service_that_cannot_start_says_why(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        service = redis.start(tmp_path, taken.getsockname()[1])
        service.answers = lambda: False
        with pytest.raises(ServiceFailed, match="Address already in use"):
            service.wait()


def test_a_stopped_service_has_ended(tmp_path: Path) -> None:
    service = redis.start(tmp_path, free_port())
    service.wait()
    assert service.stop()
    assert not service.alive


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_service_ends_with_a_killed_parent(tmp_path: Path) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from embedded import postgres\nfrom embedded.ports import free_port\n"
        "service = postgres.start(Path(sys.argv[1]), free_port()); service.wait()\n"
        "print(service.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    (tmp_path / "state").mkdir()
    killed = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "state")],
        cwd=CHECKOUT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert killed.returncode == -9, killed.stderr
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(killed.stdout)).wait(20)


def test_no_test_reaches_the_outside() -> None:
    with socket.socket() as probe, pytest.raises(OSError, match="a test tried to connect"):
        probe.connect(("192.0.2.1", 80))
