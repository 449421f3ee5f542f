"""The demo's processes: how each is started and when it answers."""

from __future__ import annotations

import sys
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from demo.state import CHECKOUT, Ports, State
from embedded import cloud, postgres, redis
from embedded.ports import HOST
from embedded.service import Service, spawn

# A child that dies again and again within this time is started less and less often.
MEMORY_SECONDS = 60
LONGEST_PAUSE_SECONDS = 30


@dataclass(slots=True)
class Child:
    """One process that the demo keeps alive.

    ``deaths`` are the times of its last ones, on the monotonic clock; ``missed`` says that the last was noticed.
    """

    name: str
    start: Callable[[], Service]
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=10))
    missed: bool = False

    def pause(self) -> float:
        """Seconds to wait before it is started again: none after a first death, then 1, 2, 4 … 30."""
        now = time.monotonic()
        recent = sum(1 for death in self.deaths if now - death < MEMORY_SECONDS)
        return 0.0 if recent <= 1 else float(min(2 ** (recent - 2), LONGEST_PAUSE_SECONDS))


CLOUD = "AWS emulator"
BACKEND = "Played backend"
PRINTERS = "Printers' API"


def stores(state: State, ports: Ports) -> list[Child]:
    """Redis, PostgreSQL and the pretend cloud, in the order they are started."""
    folder = state.folder
    return [
        Child("Redis", lambda: redis.start(folder / "redis", ports.redis, log=state.log("redis"))),
        Child("PostgreSQL", lambda: postgres.start(folder / "postgres", ports.postgres, log=state.log("postgres"))),
        Child(CLOUD, lambda: cloud.start(folder / "cloud", ports.cloud, persist=True, log=state.log("cloud"))),
    ]


def programs(state: State, ports: Ports) -> list[Child]:
    """The worker with beat, the web server, the played backend, and the played printers' API."""
    return [
        Child("Worker and beat", lambda: _worker(state)),
        Child("Web server", lambda: _web(state, ports)),
        Child(BACKEND, lambda: _backend(state)),
        Child(PRINTERS, lambda: _printers(state, ports)),
    ]


def _backend(state: State) -> Service:
    log = state.log("backend")
    process = spawn([sys.executable, "-m", "demo.simulator", "run"], log, cwd=CHECKOUT)
    return Service(BACKEND, "", process, log, lambda: True)


def _printers(state: State, ports: Ports) -> Service:
    log = state.log("printers")
    arguments = [sys.executable, "-m", "demo.printer_api", str(ports.printers), f"http://{HOST}:{ports.web}"]
    process = spawn(arguments, log, cwd=CHECKOUT)
    return Service(PRINTERS, "", process, log, lambda: True)


def _worker(state: State) -> Service:
    log = state.log("worker")
    begins = log.stat().st_size if log.exists() else 0
    beat = state.folder / "beat"
    beat.mkdir(exist_ok=True)
    arguments: list[str | Path] = [
        sys.executable, "-m", "celery", "--app", "dashboard", "worker",
        "--beat", "--schedule", beat / "schedule",
        "--pool", "prefork", "--concurrency", "3", "--queues", "streams,default",
        "--without-gossip", "--without-mingle", "--loglevel", "INFO",
    ]  # fmt: skip
    process = spawn(arguments, log, cwd=CHECKOUT)
    return Service("Worker and beat", "", process, log, lambda: b" ready." in _written_since(log, begins))


def _web(state: State, ports: Ports) -> Service:
    log = state.log("web")
    url = f"http://{HOST}:{ports.web}"
    environment = {"BIND": f"{HOST}:{ports.web}", "WEB_CONCURRENCY": "2", "WEB_THREADS": "6"}
    arguments = [sys.executable, "-m", "gunicorn", "-c", "python:dashboard.gunicorn", "dashboard.wsgi"]
    process = spawn(arguments, log, environment=environment, cwd=CHECKOUT)
    return Service("Web server", url, process, log, lambda: _page_answers(url))


def _page_answers(url: str) -> bool:
    """Whether the first page is answered; somebody unknown is sent on to sign in."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 our own process
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def _written_since(log: Path, begins: int) -> bytes:
    with log.open("rb") as file:
        file.seek(begins)
        return file.read()
