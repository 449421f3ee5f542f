"""Names of those who hold leases: each tells where its process lives, so that a neighbour sees that it died."""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path


def own_name() -> str:
    """A name for one run of this process, never used twice: ``PLACE:PID:…``."""
    return f"{_place()}:{os.getpid()}:{uuid.uuid4().hex[:16]}"


def is_gone(owner: str) -> bool:
    """Whether an owner lived in this place and its process is no more. False where that cannot be known from here: then
    only time tells.
    """
    place, _, rest = owner.rpartition(":")[0].rpartition(":")
    return place == _place() and rest.isdecimal() and not Path("/proc", rest).exists() and Path("/proc/self").exists()


def _place() -> str:
    """The machine and, in it, the space in which process numbers mean something: containers may share a host's name."""
    try:
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        space = "?"
    return f"{socket.gethostname()}/{space.removeprefix('pid:').strip('[]')}"
