"""The process that pictures are decoded under: it has the decoders in memory and nothing else of ours, no setting and
no secret, and forks a child for each picture. A child has limits of memory, time and files, and sees one picture only.

``python -m support.evidence.zygote FD`` answers on a socket: with each byte come two files, one to read a picture from
and one to write what became of it to; a byte comes back once the child is gone.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
import time
from typing import Final

from support.evidence import decode

SECONDS: Final = 30
"""Of a clock on the wall, for one picture."""

CPU_SECONDS: Final = 20
MEMORY: Final = 1_500_000_000
WRITTEN: Final = 64_000_000
GLANCE_SECONDS: Final = 0.002
DONE, KILLED = b"d", b"k"


def main(number: int) -> None:
    """Until whoever asks is gone."""
    decode.prepare()
    asking = socket.socket(fileno=number)
    while True:
        message, files, _, _ = socket.recv_fds(asking, 1, 2)
        if not message:
            return
        child = os.fork()
        if child == 0:
            asking.detach()
            os.close(number)
            _look_at(*files)
        for file in files:
            os.close(file)
        asking.send(DONE if _ended(child) else KILLED)


def _look_at(given: int, answer: int) -> None:
    """In the child: decode, write, and be gone, whatever happens."""
    try:
        with os.fdopen(given, "rb") as file:
            content = file.read()
        _confine()
        _write(answer, content)
    except MemoryError:
        os._exit(1)
    finally:
        os._exit(0)


def _confine() -> None:
    """From here on nothing is opened, and nothing is asked of the network."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _write(answer: int, content: bytes) -> None:
    try:
        made = decode.decode(content)
    except decode.Unfit as unfit:
        os.write(answer, json.dumps({"refused": unfit.why}).encode() + b"\n")
        return
    except MemoryError:
        os.write(answer, b'{"refused": "too_much"}\n')
        return
    except Exception:
        os.write(answer, b'{"refused": "broken"}\n')
        return
    parts = (made.picture, made.small, made.blurred)
    head = {"kind": made.kind, "width": made.width, "height": made.height, "sizes": [len(part) for part in parts]}
    with os.fdopen(answer, "wb", closefd=False) as file:
        file.writelines((json.dumps(head).encode() + b"\n", *parts))


def _ended(child: int) -> bool:
    """Whether it ended by itself in time; it is gone either way."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(GLANCE_SECONDS)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


if __name__ == "__main__":
    main(int(sys.argv[1]))
