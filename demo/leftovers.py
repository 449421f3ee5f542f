"""Children of a demo that was killed: they would hold its ports and its files."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import psutil

from embedded.service import Service

STOP_SECONDS = 5


def remember(folder: Path, service: Service) -> None:
    """Note a child, by its id and the time it began: ids are used again."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        began = psutil.Process(service.process.pid).create_time()
    except psutil.NoSuchProcess:
        return  # it ended already, which the supervisor sees
    note = {"pid": service.process.pid, "began": began, "signal": int(service.stop_signal)}
    (folder / f"{service.name}.json").write_text(json.dumps(note))


def forget(folder: Path, service: Service) -> None:
    """Remove the note of a child that has ended."""
    (folder / f"{service.name}.json").unlink(missing_ok=True)


def sweep(folder: Path) -> list[str]:
    """End what an earlier demo left behind, last started first; the names of what still ran."""
    notes = [(json.loads(file.read_text()), file) for file in folder.glob("*.json")]
    notes.sort(key=lambda noted: -noted[0]["began"])
    ended = [file.stem for note, file in notes if _end(**note)]
    for _, file in notes:
        file.unlink()
    return ended


def end_group(leader: int) -> None:
    """Kill what a dead child started and left behind: its session is a group of that child's id."""
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == leader:
                process.kill()
        except (psutil.NoSuchProcess, ProcessLookupError):
            continue  # ended by itself meanwhile


def _end(pid: int, began: float, **note: int) -> bool:
    """End a child and its group; True if the child itself still ran."""
    try:
        process = psutil.Process(pid)
        if process.create_time() != began:
            return False  # the id is somebody else's by now, and so is its group
        process.send_signal(signal.Signals(note["signal"]))
        process.wait(STOP_SECONDS)
    except psutil.NoSuchProcess:
        end_group(pid)
        return False
    except psutil.TimeoutExpired:
        process.kill()
    end_group(pid)
    return True
