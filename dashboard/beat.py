"""Celery's beat, which holds its ticks back while nobody takes them."""

from __future__ import annotations

from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry

from orders.backlog import has_room_for_ticks


class Wakeups(PersistentScheduler):
    """Publishes a tick only while there is room in its queue: a tick is a wake-up, one is as good as a thousand."""

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **more: Any) -> Any:
        """As the scheduler of Celery does, or nothing."""
        queue = self.app.amqp.router.route(dict(entry.options or {}), str(entry.task))["queue"].name
        if has_room_for_ticks(queue):
            return super().apply_async(entry, producer=producer, advance=advance, **more)
        return None
