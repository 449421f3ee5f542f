"""How far a rebuild is, kept in the control table by phase and part, so that a killed one goes on where it stopped."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from orders.store import Row, Store


class Phase(StrEnum):
    """What a rebuild does, one after the other."""

    GATHER = "gather"
    PARENTS = "fill customers, prints, printers"
    ORDERS = "fill orders"
    INHERIT = "copy the journal"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStatus:
    """``rate`` is rows a second since the phase (or its latest run) began; ``seconds_left`` None where unknown."""

    phase: str
    done: int
    total: int
    rate: float
    seconds_left: float | None
    finished: bool


class Progress:
    """The rows of one candidate's rebuild."""

    def __init__(self, control: Store, candidate: str) -> None:
        self.control = control
        self.pk = f"REBUILD#{candidate}"
        self._parts: Counter[tuple[Phase, str]] = Counter()
        self._kept: dict[tuple[Phase, str], float] = {}

    def begin(self, phase: Phase, total: int, parts: Iterable[str]) -> None:
        """A phase begins, or goes on: with these parts, each from its beginning."""
        self.control.put_many([{"pk": self.pk, "sk": f"{phase}/{part}", "rows": 0} for part in parts])
        done = sum(int(row["rows"]) for row in self._rows(phase) if "rows" in row)
        about: Row = {"total": total, "began": datetime.now(UTC).isoformat(), "before": done}
        self.control.update((self.pk, phase), put=about, remove=("finished",))

    def end(self, phase: Phase) -> None:
        """A phase is done, and need not be done again."""
        self.control.update((self.pk, phase), put={"finished": True})

    def note(self, phase: Phase, part: str, rows: int) -> None:
        """Some more rows of a part are done; kept at most once a second."""
        self._parts[phase, part] += rows
        if time.monotonic() - self._kept.get((phase, part), 0.0) >= 1:
            self._kept[phase, part] = time.monotonic()
            self.control.update((self.pk, f"{phase}/{part}"), put={"rows": self._parts[phase, part]})

    def end_part(self, phase: Phase, part: str) -> None:
        """A part is done, and need not be done again."""
        self.control.update((self.pk, f"{phase}/{part}"), put={"rows": self._parts[phase, part], "finished": True})

    def finished(self, phase: Phase) -> set[str]:
        """The parts of a phase that are done."""
        return {row["sk"].removeprefix(f"{phase}/") for row in self._rows(phase) if row.get("finished")}

    def is_finished(self, phase: Phase) -> bool:
        """Whether a whole phase is done."""
        return bool((self.control.get((self.pk, phase)) or {}).get("finished"))

    def forget(self) -> None:
        """Remove all of it."""
        for row in self.control.query_all(self.pk, consistent=True):
            self.control.delete((self.pk, row["sk"]))

    def status(self, now: datetime) -> list[PhaseStatus]:
        """Every phase that has begun, in order: one Query."""
        rows = self.control.query_all(self.pk, consistent=True)
        done: Counter[str] = Counter()
        for row in rows:
            done[row["sk"].partition("/")[0]] += row.get("rows", 0)
        begun = {row["sk"]: row for row in rows if "began" in row}
        return [_status(begun[phase], done[phase], now) for phase in Phase if phase in begun]

    def _rows(self, phase: Phase) -> list[Row]:
        return self.control.query_all(self.pk, prefix=f"{phase}/", consistent=True)


def _status(row: Row, done: int, now: datetime) -> PhaseStatus:
    seconds = max(0.001, (now - datetime.fromisoformat(row["began"])).total_seconds())
    rate, left = (done - row["before"]) / seconds, max(0, row["total"] - done)
    finished = bool(row.get("finished"))
    return PhaseStatus(
        phase=row["sk"],
        done=done,
        total=max(done, row["total"]),
        rate=0.0 if finished else round(rate, 1),
        seconds_left=None if finished or rate <= 0 else round(left / rate, 1),
        finished=finished,
    )
