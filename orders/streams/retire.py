"""Removing a projection that nobody needs any more: a candidate given up, or a former one whose time is over."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from orders.projections.standing import Standing, State, give_up, note_dropped, read_standing
from orders.projections.tables import drop_projection
from orders.store import Store
from orders.streams.progress import Progress
from orders.streams.spool import remove_spool, spool_of

JUST_SWITCHED = timedelta(minutes=1)

log = logging.getLogger(__name__)


def drop(control: Store) -> Standing:
    """Feed the projection beside the live one no longer, and remove it. May be repeated. Raises Unfit."""
    before = read_standing(control)
    standing = give_up(control)
    if before.state is State.FORMER and datetime.now(UTC) - datetime.fromisoformat(before.since) < JUST_SWITCHED:
        time.sleep(settings.ALIAS_SECONDS)  # some processes read it still
    drop_projection(standing.beside)
    Progress(control, standing.beside).forget()
    remove_spool(spool_of(Path(settings.REBUILD_FOLDER), standing.beside))
    log.info("projection dropped", extra={"projection": standing.beside})
    return note_dropped(control, standing)


def retire(control: Store, now: datetime | None = None) -> bool:
    """Remove a former projection whose time is over, or one whose removal was cut short; whether there was one."""
    standing = read_standing(control)
    if standing.state is State.DROPPING or (
        standing.state is State.FORMER and (now or datetime.now(UTC)) > until(standing)
    ):
        drop(control)
        return True
    return False


def until(standing: Standing) -> datetime:
    """How long one may go back to the former projection."""
    return datetime.fromisoformat(standing.since) + timedelta(hours=settings.FORMER_HOURS)
