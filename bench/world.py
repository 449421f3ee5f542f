"""A throw-away installation for a benchmark: the embedded parts, the web server, and a signed-in browser's cookies."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded import cloud, postgres, redis
from embedded.ports import HOST, free_port
from embedded.service import Service, spawn

CHECKOUT = Path(__file__).resolve().parents[1]
LOG = CHECKOUT.parent / "shared" / "data" / "orders-2017-W47.changelog.jsonl.gz"
"""The real week, read in place."""
SECRET = "a key for as long as the benchmark runs: 0123456789 abcdefghijklmnopqrstuvwxyz"  # noqa: S105  not kept


@contextmanager
def running() -> Iterator[str]:
    """Everything started and empty; the web server's address. Sets this process's environment for Django."""
    with stores() as (state, port):
        web = _web(state, port)
        try:
            web.wait()
            yield web.url
        finally:
            web.stop()


@contextmanager
def stores() -> Iterator[tuple[Path, int]]:
    """PostgreSQL with every table, Redis and AWS, all empty; a folder, and a port for a web server. Sets this process's
    environment for Django.
    """
    state = Path(tempfile.mkdtemp(prefix="printdesk-bench-"))
    ports = {name: free_port() for name in ("postgres", "redis", "cloud", "web")}
    os.environ |= _environment(ports)
    started: list[Service] = []
    try:
        started += [
            postgres.start(state / "postgres", ports["postgres"], options=postgres.HASTY),
            redis.start(state / "redis", ports["redis"]),
            cloud.start(state / "cloud", ports["cloud"]),
        ]
        for service in started:
            service.wait()
        _manage("migrate", "--verbosity", "0")
        yield state, ports["web"]
    finally:
        for service in reversed(started):
            service.stop()
        shutil.rmtree(state, ignore_errors=True)


@contextmanager
def emulator() -> Iterator[str]:
    """AWS alone, empty; its address. Sets this process's environment for Django."""
    state = Path(tempfile.mkdtemp(prefix="printdesk-bench-"))
    ports = {name: free_port() for name in ("postgres", "redis", "cloud", "web")}
    os.environ |= _environment(ports)
    service = cloud.start(state / "cloud", ports["cloud"])
    try:
        service.wait()
        yield service.url
    finally:
        service.stop()
        shutil.rmtree(state, ignore_errors=True)


@contextmanager
def database() -> Iterator[str]:
    """PostgreSQL alone, with every table and no rows; its address. Sets this process's environment for Django."""
    state = Path(tempfile.mkdtemp(prefix="printdesk-bench-"))
    ports = {name: free_port() for name in ("postgres", "redis", "cloud", "web")}
    os.environ |= _environment(ports)
    service = postgres.start(state / "postgres", ports["postgres"], options=postgres.HASTY)
    try:
        service.wait()
        _manage("migrate", "--verbosity", "0")
        yield service.url
    finally:
        service.stop()
        shutil.rmtree(state, ignore_errors=True)


def _environment(ports: dict[str, int]) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "dashboard.settings",
        "SECRET_KEY": SECRET,
        "DEBUG": "0",
        "ALLOWED_HOSTS": HOST,
        "PUBLIC_URL": f"http://{HOST}:{ports['web']}",
        "STATIC_MANIFEST": "0",
        "DATABASE_URL": f"postgres://postgres@{HOST}:{ports['postgres']}/postgres",
        "REDIS_URL": f"redis://{HOST}:{ports['redis']}/0",
        "AWS_ENDPOINT_URL": f"http://{HOST}:{ports['cloud']}",
        "AWS_ACCESS_KEY_ID": "222222222222",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_REGION": "eu-central-1",
        "LOG_LEVEL": "WARNING",
        "BIND": f"{HOST}:{ports['web']}",
        "WEB_CONCURRENCY": "2",
        "WEB_THREADS": "6",
    }


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=CHECKOUT, check=True)


def _web(state: Path, port: int) -> Service:
    log = state / "web.log"
    command = [sys.executable, "-m", "gunicorn", "-c", "python:dashboard.gunicorn", "dashboard.wsgi"]
    process = spawn(command, log, cwd=CHECKOUT)
    return Service("Web server", f"http://{HOST}:{port}", process, log, lambda: _listens(port))


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
