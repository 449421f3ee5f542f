"""Puts what rows name into the bucket: in the background, each file once, the newest first."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from demo.artefacts import shelf
from demo.artefacts.design import design_of
from demo.artefacts.objects import Artefact, from_key
from orders import cloud
from orders.contract.decode import decode
from orders.contract.encode import spell_item
from orders.contract.model import Print, Render
from orders.contract.tables import SOURCE_TABLES

PAUSE_SECONDS = 2
NAMING = ("prints", "renders")
"""The tables whose rows name files."""


def named_by(table: str, image: Mapping[str, Any]) -> Iterator[Artefact]:
    """The files that a row names, in DynamoDB's own form and in either encoding, as far as they are ours to draw."""
    row = decode(SOURCE_TABLES[table], image)
    if isinstance(row, Print):
        cover = design_of(row.title, row.product, row.page_count).cover
        if cover.key == row.cover_key:
            yield cover
    elif isinstance(row, Render):
        for key in (row.pdf_key, *reversed(row.preview_keys)):
            if artefact := from_key(key):
                yield artefact


class Filling(threading.Thread):
    """Draws and puts what is wanted and not there yet. What the cloud did not take is tried again after a pause."""

    def __init__(self) -> None:
        super().__init__(name="pictures", daemon=True)
        self._change = threading.Condition()
        self._wanted: deque[Artefact] = deque()
        self._known: set[str] = set()
        self._busy = True
        self._over = False

    def want(self, table: str, item: dict[str, Any] | None) -> None:
        """See to it that the files are there which this row of a source table names; a deleted row names none."""
        if table in NAMING and item:
            self._want(named_by(table, spell_item(item)))

    def want_everything(self) -> None:
        """See to it that the files are there which any row of the source tables names."""
        for table in NAMING:
            pages = cloud.dynamodb().get_paginator("scan").paginate(TableName=settings.SOURCE_TABLE_PREFIX + table)
            for image in (image for page in pages for image in page["Items"]):
                self._want(named_by(table, image))

    def cancel(self) -> None:
        """End soon; what is wanted stays undone."""
        with self._change:
            self._over = True
            self._change.notify_all()

    def wait(self, seconds: float) -> bool:
        """Whether everything wanted so far is there before ``seconds`` are over."""
        with self._change:
            return self._change.wait_for(lambda: self._over or not (self._wanted or self._busy), seconds)

    def run(self) -> None:
        """Until it is cancelled."""
        there: set[str] | None = None
        while (artefact := self._next()) is not None:
            try:
                if there is None:
                    there = shelf.keys()
                if artefact.key not in there:
                    shelf.put(artefact)
            except (BotoCoreError, ClientError):
                self._put_off(artefact)

    def _want(self, wanted: Iterable[Artefact]) -> None:
        wanted = list(wanted)
        with self._change:
            for artefact in wanted:
                if artefact.key not in self._known:
                    self._known.add(artefact.key)
                    self._wanted.append(artefact)
            self._change.notify_all()

    def _next(self) -> Artefact | None:
        with self._change:
            self._busy = False
            self._change.notify_all()
            self._change.wait_for(lambda: self._wanted or self._over)
            self._busy = True
            return None if self._over else self._wanted.pop()

    def _put_off(self, artefact: Artefact) -> None:
        with self._change:
            self._wanted.appendleft(artefact)
            self._change.wait_for(lambda: self._over, PAUSE_SECONDS)
