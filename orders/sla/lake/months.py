"""Putting the days of a month that is long past into one file, so that a report of years opens few of them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from orders.sla.lake import files, parquet
from orders.sla.lake.manifest import MONTH, UNDATED, DataFile, Manifest, commit, load, new_name
from orders.sla.lake.patch import store_file

log = logging.getLogger(__name__)

STILL_CHANGES: Final = timedelta(days=45)
"""A month that ended so long ago hardly changes any more: few of its orders are still on their way."""


def compact(table: str, today: date) -> int:
    """Put each month that is long past into one file; how many were. Raises files.Overtaken where the manifest was
    replaced meanwhile: nothing is lost, the next time does it.
    """
    done = 0
    for month, periods in _long_past(load(table), today):
        _join(load(table), month, periods)
        done += 1
    return done


def _long_past(manifest: Manifest, today: date) -> Iterator[tuple[str, list[str]]]:
    days: defaultdict[str, list[str]] = defaultdict(list)
    for period in manifest.held:
        if period != UNDATED and len(period) > MONTH:
            days[period[:MONTH]].append(period)
    for month, periods in sorted(days.items()):
        if today - _last_day(month) > STILL_CHANGES:
            yield month, [*periods, *([month] if month in manifest.held else [])]


def _last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return (date(year, number, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _join(manifest: Manifest, month: str, periods: list[str]) -> None:
    named = [manifest.held[period] for period in periods if period in manifest.held]
    contents = [found[0] for file in named if (found := files.read(manifest.path(file)))]
    if len(contents) < len(named):
        raise files.Overtaken(month)
    name = new_name(month)
    content, rows = parquet.joined(contents, name)
    file = store_file(manifest, DataFile(name, rows), content)
    rest: Mapping[str, DataFile] = {key: held for key, held in manifest.held.items() if key not in periods}
    commit(manifest, {**rest, month: file} if file else rest, manifest.until)
    log.info("facts of a month put together", extra={"period": month, "files": len(named), "count": rows})
