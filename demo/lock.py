"""One demo a checkout."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another demo holds the checkout; the message says which."""


@contextmanager
def only_one(folder: Path, web: int | None = None) -> Iterator[None]:
    """Hold the folder until the process ends, however it ends. Raises AlreadyRunning."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            file.seek(0)
            raise AlreadyRunning(f"A demo already runs in this checkout: {file.read().strip()}.") from busy
        file.truncate(0)
        file.write(f"process {os.getpid()}" + (f", http://127.0.0.1:{web}" if web else ""))
        file.flush()
        yield
