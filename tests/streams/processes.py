"""Real workers, each with a beat of its own, and a Redis of theirs: to be killed, stopped and restarted."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psutil
from celery import Celery
from redis import Redis

from embedded import redis
from embedded.ports import free_port
from embedded.service import Service, spawn

CHECKOUT = Path(__file__).parents[2]


@dataclass(slots=True)
class Crew:
    """Workers on the AWS emulator of the tests. ``kills`` counts processes that were killed."""

    state: Path
    rng: Random
    port: int = field(default_factory=free_port)
    workers: list[Service] = field(default_factory=list)
    kills: int = 0
    broker: Service | None = None

    def start(self, workers: int) -> None:
        """Redis, then the workers, ready for work."""
        self.start_redis()
        for _ in range(workers):
            self.add_worker()
        for worker in self.workers:
            worker.wait()

    def start_redis(self) -> None:
        """An empty Redis on the address that the workers know."""
        self.broker = redis.start(self.state / "redis", self.port)
        self.broker.wait()

    def restart_redis(self, pause: float) -> None:
        """Kill Redis with all that is in it; for ``pause`` seconds there is none."""
        if self.broker is not None:
            self.broker.process.kill()
            self.broker.process.wait()
        time.sleep(pause)
        self.start_redis()

    def flush_redis(self) -> None:
        """Lose every message."""
        client = Redis(port=self.port)
        client.flushall()
        client.close()

    def add_worker(self) -> None:
        """Another worker with its beat."""
        number = len(list(self.state.glob("worker*.log")))
        log = self.state / f"worker{number}.log"
        arguments: list[str | Path] = [
            sys.executable, "-m", "celery", "--app", "dashboard", "worker",
            "--beat", "--schedule", self.state / f"schedule{number}",
            "--pool", "prefork", "--concurrency", "2", "--queues", "streams,default", "--hostname", f"w{number}@%h",
            "--without-gossip", "--without-mingle", "--loglevel", "INFO",
        ]  # fmt: skip
        environment = {
            "DJANGO_SETTINGS_MODULE": "dashboard.settings",
            "REDIS_URL": f"redis://127.0.0.1:{self.port}/0",
            "PUMP_SLOTS": "2",
            "PUMP_SECONDS": "2",
        }
        process = spawn(arguments, log, environment=environment, cwd=CHECKOUT)
        self.workers.append(Service("worker", "", process, log, lambda: b" ready." in log.read_bytes()))

    def kill_a_process(self) -> None:
        """SIGKILL one process that runs tasks, in whatever it is doing; its worker starts another."""
        worker = self.rng.choice(self.workers)
        children = psutil.Process(worker.process.pid).children()
        if children:
            self.rng.choice(children).kill()
            self.kills += 1

    def kill_a_worker(self) -> None:
        """SIGKILL a worker with all its processes, and start another."""
        worker = self.workers.pop(self.rng.randrange(len(self.workers)))
        os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.wait()
        self.kills += 1
        self.add_worker()

    def hold_a_worker(self, seconds: float) -> None:
        """SIGSTOP a worker with all its processes, and let it wake after a while."""
        worker = self.rng.choice(self.workers)
        os.killpg(worker.process.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.killpg(worker.process.pid, signal.SIGCONT)

    def double_the_pumps(self) -> None:
        """Ask for runs that nobody needs."""
        with Celery(broker=f"redis://127.0.0.1:{self.port}/0", set_as_current=False) as app:
            for slot in (0, 0, 1, 1):
                app.send_task("orders.tasks.pump", (slot,), queue="streams")

    def stop(self) -> None:
        """End everything at once."""
        for service in [*self.workers, *filter(None, [self.broker])]:
            if service.alive:
                os.killpg(service.process.pid, signal.SIGKILL)
                service.process.wait()
