"""Removing files that no manifest names: of before a change, of writers that died, of projections that are gone."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Final

from orders.sla.lake import files
from orders.sla.lake.manifest import ANY_FACTS, ANY_MANIFEST, load, manifest_key, prefix

log = logging.getLogger(__name__)

KEPT: Final = timedelta(hours=24)
"""A report may still be reading by a manifest of before, and a writer may not have come to its manifest yet."""

FORMER_KEPT: Final = timedelta(days=7)
"""What belongs to no projection that there is now: a release that is taken back finds its own again."""


def sweep(tables: Collection[str], now: datetime | None = None) -> int:
    """Remove what nobody reads any more of the lakes; ``tables`` are the projections that there are. How many files
    that were.
    """
    now = now or datetime.now(UTC)
    folders = {prefix(table): {file.name for file in load(table).held.values()} for table in tables}
    ours = {manifest_key(table) for table in tables}
    unused = [key for key, at in files.listed(ANY_FACTS) if now - at > _kept(key, folders)]
    unused += [key for key, at in files.listed(ANY_MANIFEST) if key not in ours and now - at > FORMER_KEPT]
    for key in unused:
        files.remove(key)
    if unused:
        log.info("files of facts removed that nothing names", extra={"count": len(unused)})
    return len(unused)


def _kept(key: str, folders: dict[str, set[str]]) -> timedelta:
    folder, _, name = key.rpartition("/")
    named = folders.get(f"{folder}/")
    if named is None:
        return FORMER_KEPT
    return timedelta.max if name in named else KEPT
