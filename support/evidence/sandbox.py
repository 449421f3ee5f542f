"""Asking for a picture to be decoded where it can do no harm: whatever is in a file, an answer comes."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import IO, Any, Final

from django.conf import settings

from support.evidence.decode import JPEG, LONGEST, PNG, Decoded, Unfit
from support.evidence.words import TROUBLES
from support.evidence.zygote import SECONDS

MORE_SECONDS: Final = 15
"""Beyond a picture's own, for the process to start; whoever is silent longer is killed."""

LONGEST_HEAD: Final = 1_000
BEGINNINGS: Final = {JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n"}


class Sandbox:
    """The process behind it, begun when it is first asked, and again where it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def decode(self, content: bytes) -> Decoded:
        """What is kept of a picture. Raises Unfit, of what kills its process too."""
        with self._lock, tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
            given.write(content)
            given.flush()
            given.seek(0)
            self._ask(given, answer)
            answer.seek(0)
            return _read(answer)

    def stop(self) -> None:
        """End its process."""
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait()
        self._socket = self._process = None

    def _ask(self, given: IO[bytes], answer: IO[bytes]) -> None:
        """Raises Unfit where no answer comes."""
        asking = self._asking()
        try:
            socket.send_fds(asking, [b"?"], [given.fileno(), answer.fileno()])
            came = asking.recv(1)
        except OSError as error:
            self.stop()
            raise Unfit("too_much") from error
        if not came:
            self.stop()
            raise Unfit("too_much")

    def _asking(self) -> socket.socket:
        """The socket of a process that lives."""
        if self._socket is not None and self._process is not None and self._process.poll() is None:
            return self._socket
        self.stop()
        ours, theirs = socket.socketpair()
        ours.settimeout(SECONDS + MORE_SECONDS)
        command = [sys.executable, "-E", "-s", "-m", "support.evidence.zygote", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env={},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._socket = ours
        return ours


def decode(content: bytes) -> Decoded:
    """What is kept of a picture. Raises Unfit."""
    return _of(os.getpid()).decode(content)


@cache
def _of(_process: int) -> Sandbox:
    """The sandbox of this process: one that was forked has its own."""
    sandbox = Sandbox()
    atexit.register(sandbox.stop)
    return sandbox


def _read(answer: IO[bytes]) -> Decoded:
    """What a child has written, which is believed no more than the picture it looked at. Raises Unfit."""
    try:
        head = json.loads(answer.readline(LONGEST_HEAD))
        if "refused" in head:
            raise Unfit(head["refused"] if head["refused"] in TROUBLES else "broken")
        return _decoded(head, answer)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # It was killed before it wrote anything, or as it did.
        raise Unfit("too_much") from error


def _decoded(head: Mapping[str, Any], answer: IO[bytes]) -> Decoded:
    kind, width, height = head["kind"], int(head["width"]), int(head["height"])
    picture, small, blurred = (answer.read(int(size)) for size in head["sizes"])
    drawn = [(kind, picture), (JPEG, small), (JPEG, blurred)]
    if not all(part.startswith(BEGINNINGS[like]) for like, part in drawn) or not 0 < max(width, height) <= LONGEST:
        raise ValueError("this is no picture of ours")
    return Decoded(kind=kind, width=width, height=height, picture=picture, small=small, blurred=blurred)
