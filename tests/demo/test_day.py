"""One day of a demo, from the first start to Ctrl-C."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo import forty
from demo.children import BACKEND, CLOUD
from demo.state import CHECKOUT
from embedded.ports import free_port
from tests.demo.running import RunningDemo, environment, manage

CHILDREN = ("Redis", "PostgreSQL", CLOUD, "Worker and beat", "Web server", BACKEND, "Printers' API")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[RunningDemo]:
    running = RunningDemo(tmp_path / "state", free_port(), HISTORY_DAYS="0.2")
    yield running
    if running.process.poll() is None:
        running.interrupt()


def test_a_day(demo: RunningDemo) -> None:
    demo.wait_for(f"Ready {demo.url}\n")
    children = [demo.child(name) for name in CHILDREN]
    with urllib.request.urlopen(demo.url) as page:  # noqa: S310 our own process
        assert page.status == 200
        assert page.url.startswith(f"{demo.url}/sign-in/")
    for role in ("agent", "senior", "ops", "manager", "admin", "auditor"):
        assert f"sign in as {role} " in demo.said

    demo.wait_for("all applied")
    by_hand = len({item["order_id"] for table, item in forty.rows() if table == "orders"})
    assert int(manage(demo.state, "shell", "-v", "0", "-c", COUNT)) > by_hand

    second = start_again(demo)
    assert second.returncode == 2
    assert "already runs in this checkout" in second.stderr

    for name in ("Redis", "Web server"):
        demo.kill_child(name)
    lost_at = len(demo.said)
    demo.kill_child(CLOUD)
    assert "The pretend cloud is lost" in demo.said[lost_at:]
    demo.wait_for("all applied", since=lost_at)
    assert int(manage(demo.state, "shell", "-v", "0", "-c", COUNT)) > by_hand

    children += [demo.child(name) for name in CHILDREN]
    assert demo.interrupt() == 0
    assert [child for child in children if child.is_running()] == []
    stopped = [line.split("  ")[1] for line in demo.said.splitlines() if " stopped " in line]
    assert stopped == list(reversed(CHILDREN))
    assert not (demo.state / "env").exists()


COUNT = """
from orders import cloud
print(cloud.dynamodb().scan(TableName="orders", Select="COUNT")["Count"])
"""


def start_again(demo: RunningDemo) -> subprocess.CompletedProcess[str]:
    """A second demo in the same checkout."""
    return subprocess.run(
        [sys.executable, "-m", "demo"],
        cwd=CHECKOUT,
        env=environment(demo.state, PORT=str(free_port())),
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_ctrl_c_while_it_starts_leaves_nothing(tmp_path: Path) -> None:
    demo = RunningDemo(tmp_path / "state", free_port())
    demo.wait_for("Redis")
    children = [demo.child("Redis")]
    assert demo.interrupt() == 0
    assert [child for child in children if child.is_running()] == []
    assert "Ready" not in demo.said
