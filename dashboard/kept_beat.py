"""A scheduler inside a worker (``--beat``) that is killed is started again.

Celery leaves it dead while the worker goes on: nothing would be swept, followed or kept running any more, and nobody
would be told but by the alarms of what then stands still.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from celery import bootsteps
from celery.beat import EmbeddedService
from celery.worker.components import Beat, Timer

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 5.0


class KeptBeat(bootsteps.StartStopStep):
    """Looks every few seconds whether the worker's scheduler lives."""

    requires = (Beat, Timer)

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self._again: Any = None
        self._over = False

    def start(self, worker: Any) -> None:
        """Begin to look, where the worker has a scheduler."""
        if worker.beat is not None:
            worker.timer.call_repeatedly(LOOK_SECONDS, self._look, (worker,))

    def stop(self, worker: Any) -> None:
        """End the one that was started here; Celery ends its own."""
        self._over = True
        if self._again is not None:
            self._again.stop()

    def terminate(self, worker: Any) -> None:
        """The same, at once."""
        self.stop(worker)

    def _look(self, worker: Any) -> None:
        if self._over or (self._again or worker.beat).is_alive():
            return
        log.error("the scheduler of this worker ended; another is started")
        self._again = EmbeddedService(
            worker.app, schedule_filename=worker.schedule_filename, scheduler_cls=worker.scheduler
        )
        self._again.start()
