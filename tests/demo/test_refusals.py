"""When the demo does not start: it says why, starts nothing, and its status is 2."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from demo.state import CHECKOUT
from tests.demo.running import environment


def start(state: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the demo until it ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "demo", *arguments],
        cwd=CHECKOUT,
        env=environment(state, **more),
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = start(tmp_path, PORT=str(port))
    assert refused.returncode == 2
    assert f"Port {port} is taken. Nothing was started." in refused.stdout
    assert sorted(file.name for file in tmp_path.iterdir()) == ["lock"]


def test_a_port_that_is_none(tmp_path: Path) -> None:
    refused = start(tmp_path, PORT="eighty")
    assert refused.returncode == 2
    assert "PORT=eighty is no port" in refused.stderr


def test_an_unknown_word(tmp_path: Path) -> None:
    assert start(tmp_path, "again").returncode == 2


def test_reset_forgets(tmp_path: Path) -> None:
    state = tmp_path / "state"
    (state / "postgres").mkdir(parents=True)
    assert start(state, "reset").returncode == 0
    assert not state.exists()
