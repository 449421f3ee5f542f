"""How a rebuild stands: for the status page, ``stream_status`` and ``rebuild_projections status``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from orders.projections.standing import State, read_standing
from orders.store import Store
from orders.streams.progress import PhaseStatus, Progress
from orders.streams.retire import until


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildStatus:
    """The projection beside the live one. ``until`` is how long a former one is kept, "" for a candidate; ``fault``
    what broke it, "" where nothing did.
    """

    live: str
    projection: str
    state: str
    since: str
    until: str
    fault: str
    phases: tuple[PhaseStatus, ...]

    @property
    def now(self) -> PhaseStatus | None:
        """The phase it is in."""
        unfinished = [phase for phase in self.phases if not phase.finished]
        return unfinished[-1] if unfinished and self.state == State.FILLING else None

    @property
    def text(self) -> str:
        """One line."""
        about = f"{self.projection} beside {self.live}: {self.state}"
        if self.now is None:
            return about + (f" until {self.until}" if self.until else "") + (f", {self.fault}" if self.fault else "")
        left = "" if self.now.seconds_left is None else f", about {self.now.seconds_left:.0f} s left"
        return f"{about}, {self.now.phase}: {self.now.done} of {self.now.total} rows, {self.now.rate:g} a second{left}"


def rebuild_status(control: Store, now: datetime | None = None) -> RebuildStatus | None:
    """What is beside the live projection, or None: a read, and one Query while there is something."""
    standing = read_standing(control)
    if standing.state is State.NONE:
        return None
    phases = Progress(control, standing.beside).status(now or datetime.now(UTC))
    return RebuildStatus(
        live=standing.live,
        projection=standing.beside,
        state=standing.state,
        since=standing.since,
        until=until(standing).isoformat() if standing.state is State.FORMER else "",
        fault=standing.fault,
        phases=tuple(phases),
    )
