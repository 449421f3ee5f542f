"""This machine's copy of the lake: asked for the manifest by its ETag, and for the files that are new.

Processes share the folder. A file appears in it whole, and is never changed.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from orders.sla.lake import files
from orders.sla.lake.manifest import Manifest, load, manifest_key

UNUSED_SECONDS: Final = 3600
"""A file that no manifest names is kept for so long: a report may be reading it."""

TRIES: Final = 3

_known: dict[str, Manifest] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Local:
    """A lake as of one moment: its manifest, and where its files are on this machine."""

    manifest: Manifest
    paths: tuple[str, ...]


class NoLake(Exception):
    """S3 does not answer, and this process has never seen any facts."""


def local(table: str) -> Local:
    """The lake of a projection as it is now, empty before anything was brought in; as it was when S3 last answered,
    where it does not. Raises NoLake.
    """
    with _lock:
        for _ in range(TRIES):
            manifest = _manifest(table)
            try:
                return Local(manifest, tuple(_fetch(manifest)))
            except files.Overtaken:
                _known.pop(table, None)
    raise NoLake("The facts are being replaced faster than they can be read.")


def _manifest(table: str) -> Manifest:
    known = _known.get(table)
    try:
        if known is None or not known.etag or not files.is_still(manifest_key(table), known.etag):
            known = load(table)
    except (BotoCoreError, ClientError) as error:
        if known is None:
            raise NoLake("The bucket of the facts does not answer.") from error
    _known[table] = known
    return known


def _fetch(manifest: Manifest) -> list[str]:
    folder = Path(settings.LAKE_FOLDER) / manifest.table
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {file.name for file in manifest.held.values()}
    missing = [name for name in sorted(wanted) if not (folder / name).exists()]
    if missing:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda name: _download(manifest, folder, name), missing))
        _tidy(folder, wanted)
    return [str(folder / name) for name in sorted(wanted)]


def _download(manifest: Manifest, folder: Path, name: str) -> None:
    found = files.read(next(manifest.path(file) for file in manifest.held.values() if file.name == name))
    if found is None:
        raise files.Overtaken(name)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as half:
        half.write(found[0])
    os.replace(half.name, folder / name)


def _tidy(folder: Path, wanted: Iterable[str]) -> None:
    named = set(wanted)
    for path in folder.iterdir():
        if path.name not in named and time.time() - path.stat().st_mtime > UNUSED_SECONDS:
            path.unlink(missing_ok=True)
