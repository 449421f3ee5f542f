"""How much waits in a queue of tasks: what is asked for again and again is asked for only while there is room.

So wake-ups never pile up while no worker runs, and no machine has to believe another's clock, as it must where
messages expire.
"""

from __future__ import annotations

from typing import Any

from celery import current_app
from django.conf import settings

FEW = 10


def has_room_for_ticks(queue: str) -> bool:
    """Whether beat may add a tick to a queue."""
    return waiting(queue) < FEW + 2 * int(settings.PUMP_SLOTS)


def has_room_for_runs(queue: str) -> bool:
    """Whether the keeper may ask for a run: even where as many ticks wait as there may be, for else nothing would start
    that run while each tick takes longer than the next takes to come.
    """
    return waiting(queue) < FEW + 3 * int(settings.PUMP_SLOTS)


def waiting(queue: str) -> int:
    """The messages that nobody has taken yet. Raises kombu's OperationalError where the broker does not answer."""
    with current_app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        return int(channel.queue_declare(queue=queue).message_count)
