"""A whole Printdesk of real processes on durable stores, asked as programs ask it; any of it may be killed."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psutil
import psycopg
from redis import Redis

from embedded import postgres, redis
from embedded.ports import HOST, free_port
from embedded.service import Service, spawn
from tests.proofs.proxy import Proxy

CHECKOUT = Path(__file__).parents[2]
TRIES_SECONDS = 120


@dataclass
class Installation:
    """PostgreSQL, Redis, a web server and workers. ``proxy`` stands between the workers and AWS."""

    state: Path
    cloud_url: str
    proxy: Proxy
    rng: Random
    web_port: int = field(default_factory=free_port)
    postgres_port: int = field(default_factory=free_port)
    redis_port: int = field(default_factory=free_port)
    services: dict[str, Service] = field(default_factory=dict)
    kills: int = 0
    token: str = ""

    def start(self) -> None:
        """Everything but workers."""
        self.start_redis()
        self.start_postgres()
        self._manage("migrate", "--verbosity", "0")
        self.token = self._manage("create_api_token", "proofs", "--role", "ops").split()[-1]
        self.start_web()

    def start_redis(self) -> None:
        """An empty one."""
        self._add("redis", redis.start(self.state / "redis", self.redis_port))

    def start_postgres(self) -> None:
        """On the data that there is; it waits for the disk, as in production."""
        self._add("postgres", postgres.start(self.state / "postgres", self.postgres_port))

    def start_web(self) -> None:
        """Two processes that take calls."""
        environment = self.environment | {"BIND": f"{HOST}:{self.web_port}", "WEB_CONCURRENCY": "2", "WEB_THREADS": "8"}
        arguments = [sys.executable, "-m", "gunicorn", "-c", "python:dashboard.gunicorn", "dashboard.wsgi"]
        log = self.state / "web.log"
        process = spawn(arguments, log, environment=environment, cwd=CHECKOUT)
        self._add("web", Service("web", "", process, log, lambda: self._status("GET", "/healthz") == 200))

    def start_worker(self, name: str = "worker", *, beat: bool = True) -> None:
        """A worker of four processes."""
        log = self.state / f"{name}-{time.monotonic_ns()}.log"
        ticks: list[str | Path] = ["--beat", "--schedule", self.state / f"schedule-{name}"] if beat else []
        arguments: list[str | Path] = [
            sys.executable, "-m", "celery", "--app", "dashboard", "worker", *ticks,
            "--pool", "prefork", "--concurrency", "4", "--queues", "streams,default", "--hostname", f"{name}@%h",
            "--without-gossip", "--without-mingle", "--loglevel", "INFO",
        ]  # fmt: skip
        environment = self.environment | {"AWS_ENDPOINT_URL": self.proxy.url}
        process = spawn(arguments, log, environment=environment, cwd=CHECKOUT)
        self._add(name, Service(name, "", process, log, lambda: b" ready." in log.read_bytes()))

    def start_beat(self, off: float) -> None:
        """A scheduler whose clock is off by so many seconds."""
        name = f"beat{off:+.0f}"
        arguments: list[str | Path] = [sys.executable, "-m", "tests.proofs.wrong_clock", str(off), self.state / name]
        log = self.state / f"{name}.log"
        process = spawn(arguments, log, environment=self.environment, cwd=CHECKOUT)
        self._add(name, Service(name, "", process, log, lambda: b"beat" in log.read_bytes()))

    @property
    def environment(self) -> dict[str, str]:
        """What each process is told."""
        return {
            "DJANGO_SETTINGS_MODULE": "dashboard.settings",
            "DATABASE_URL": self.database,
            "REDIS_URL": f"redis://{HOST}:{self.redis_port}/0",
            "AWS_ENDPOINT_URL": self.cloud_url,
            "API_ACTS_A_MINUTE": "1000000",
            "PUMP_SECONDS": "2",
            "ALIAS_SECONDS": "5",
            "LOG_LEVEL": "INFO",
        }

    @property
    def database(self) -> str:
        """Where PostgreSQL is."""
        return f"postgres://postgres@{HOST}:{self.postgres_port}/postgres"

    def ask(self, order_id: str, key: str, body: Mapping[str, Any]) -> str:
        """Ask for a command of an order; its id."""
        return str(self.post(f"/api/v1/orders/{order_id}/commands", key, body)["command_id"])

    def post(self, path: str, key: str, body: Mapping[str, Any]) -> Any:
        """Call as a program does that wants an answer: again and again with its key. What it is told."""
        until = time.monotonic() + TRIES_SECONDS
        while time.monotonic() < until:
            status, told = self._post(path, key, body)
            if status == 201:
                return told
            assert status in (0, 409, 500, 502, 503), (status, told)
            assert "existing" not in told, told
            time.sleep(0.3)
        raise AssertionError(f"no answer for {key}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What PostgreSQL says."""
        with psycopg.connect(self.database, connect_timeout=5) as connection:
            return connection.execute(sql).fetchall()

    def wait_until_sent(self, seconds: float) -> None:
        """Until no command waits to be sent."""
        until = time.monotonic() + seconds
        while unsent := self.rows("SELECT count(*) FROM support_command WHERE started_at IS NULL")[0][0]:
            assert time.monotonic() < until, f"{unsent} commands are not sent"
            time.sleep(0.5)

    def kill(self, name: str) -> None:
        """SIGKILL a service with all its processes."""
        service = self.services.pop(name)
        os.killpg(service.process.pid, signal.SIGKILL)
        service.process.wait()
        self.kills += 1

    def kill_a_child(self, name: str) -> None:
        """SIGKILL one process of a service, in whatever it is doing; its parent starts another."""
        children = psutil.Process(self.services[name].process.pid).children()
        if children:
            self.rng.choice(children).kill()
            self.kills += 1

    def kill_the_children(self, name: str) -> None:
        """SIGKILL every process of a service but the first: of a worker, its scheduler too."""
        for child in psutil.Process(self.services[name].process.pid).children():
            child.kill()
            self.kills += 1

    def flush_redis(self) -> int:
        """Lose every wake-up; how many there were."""
        client = Redis(port=self.redis_port)
        waiting = int(client.llen("default"))
        client.flushall()
        client.close()
        return waiting

    def stop(self) -> None:
        """End everything at once."""
        for service in reversed(self.services.values()):
            if service.alive:
                os.killpg(service.process.pid, signal.SIGKILL)
                service.process.wait()

    def _add(self, name: str, service: Service) -> None:
        self.services[name] = service
        service.wait()

    def _manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=CHECKOUT, env={**os.environ, **self.environment}
        )
        return done.stdout

    def _post(self, path: str, key: str, body: Mapping[str, Any]) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        connection = http.client.HTTPConnection(HOST, self.web_port, timeout=30)
        try:
            connection.request("POST", path, json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()

    def _status(self, method: str, path: str) -> int:
        connection = http.client.HTTPConnection(HOST, self.web_port, timeout=5)
        try:
            connection.request(method, path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
