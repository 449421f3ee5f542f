"""Applying every batch to the live projection and, while there is one, to the projection beside it.

A batch counts as applied when both have it. The live one goes first and decides; the other can never stop it: where
it breaks it is marked as failed and fed no more.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from orders.alias import live
from orders.changes import Change
from orders.projections.apply import Applier
from orders.projections.standing import READY, Standing, note_failed, read_standing
from orders.projections.work import Outcome
from orders.refusals import name_of
from orders.store import Store

ATTEMPTS = 3
PAUSE_SECONDS = 0.5

log = logging.getLogger(__name__)


class Feeds:
    """An Applier for all projections that are fed. Make one a process, after the fork; use it as a context manager.

    It learns of a new one when it looks around, as each run of a pump does whenever it took a lease.
    """

    def __init__(self, control: Store, make: Callable[[str], Applier]) -> None:
        self.control = control
        self._make = make
        self._appliers: dict[str, Applier] = {}
        self.standing = self._look()

    def __enter__(self) -> Feeds:
        return self

    def __exit__(self, *_: object) -> None:
        for applier in self._appliers.values():
            applier.__exit__()

    @property
    def store(self) -> Store:
        """The live projection."""
        return self._appliers[self.standing.live].store

    @property
    def settled(self) -> list[Applier]:
        """The projections that say what the source says, the live one first: not a candidate that is being filled."""
        return self._chosen(self.standing.fed[:1] if self.standing.state not in READY else self.standing.fed)

    def look_around(self) -> None:
        """Read again which projections are fed."""
        self.standing = self._look()

    def apply(self, changes: Sequence[Change], *, alone: bool = False) -> Outcome:
        """Apply every change to every projection; what became of them in the live one. Raises as an Applier does."""
        first, *others = self._chosen(self.standing.fed)
        outcome = first.apply(changes, alone=alone)
        for other in others:
            self._guard(other, Applier.apply, changes)
        return outcome

    def tell_freshness(self, slot: int, moment: datetime | None) -> None:
        """As an Applier does, in every projection."""
        first, *others = self._chosen(self.standing.fed)
        first.tell_freshness(slot, moment)
        for other in others:
            self._guard(other, Applier.tell_freshness, slot, moment)

    def _guard(self, applier: Applier, step: Callable[..., object], *arguments: object) -> None:
        """Do something to a projection beside the live one; mark it as failed where that cannot be done."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                step(applier, *arguments)
            except Exception as error:
                # Whatever it is: the projection that pages read goes on without the other.
                if attempt == ATTEMPTS:
                    self._give_up(applier.store.table, error)
                else:
                    time.sleep(PAUSE_SECONDS)
            else:
                return

    def _give_up(self, table: str, error: Exception) -> None:
        failed = note_failed(self.control, table, name_of(error))
        self.standing = self._look()
        if table in self.standing.fed:
            raise error  # it is live since this run began, say: nothing may be checkpointed without it
        if failed:
            log.error("projection not fed any more", extra={"projection": table, "error": name_of(error)})

    def _look(self) -> Standing:
        standing = read_standing(self.control)
        live.told(standing.live)
        for table in self._appliers.keys() - set(standing.fed):
            self._appliers.pop(table).__exit__()
        for table in standing.fed:
            if table not in self._appliers:
                self._appliers[table] = self._make(table)
        return standing

    def _chosen(self, tables: Sequence[str]) -> list[Applier]:
        return [self._appliers[table] for table in tables]
