"""AWS: the ministack emulator, one process for every service."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from pathlib import Path

from embedded.ports import HOST
from embedded.service import Service, spawn


def start(state: Path, port: int, *, persist: bool = False, log: Path | None = None) -> Service:
    """Start the emulator on ``port``.

    With ``persist`` it loads what ``state`` holds and saves there when it is stopped gracefully, the records of
    the streams excepted; a killed one saves nothing.
    """
    temporary = state / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    flag = "1" if persist else "0"
    environment = {
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": HOST,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": flag,
        "STATE_DIR": str(state / "state"),
        "S3_PERSIST": flag,
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(temporary),
        "LOG_LEVEL": "WARNING",
    }
    log = log or state / "cloud.log"
    return Service(
        name="AWS emulator",
        url=f"http://{HOST}:{port}",
        process=spawn([sys.executable, "-m", "ministack"], log, environment=environment, cwd=state),
        log=log,
        answers=lambda: _answers(port),
    )


def reset(url: str) -> None:
    """Empty the emulator: every table, stream and bucket is gone."""
    request = urllib.request.Request(f"{url}/_ministack/reset", data=b"", method="POST")  # noqa: S310 our own process
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        answer.read()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/_ministack/health", timeout=2) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False
