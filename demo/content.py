"""What is in the pretend cloud: forty orders written by hand, put into the backend's tables."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from kombu.exceptions import OperationalError

from demo import forty
from demo.terminal import Lines
from orders import cloud
from orders.contract.tables import SOURCE_TABLES
from orders.projections.tables import create_tables
from orders.streams.engine import control_store
from orders.streams.status import caught_up, stream_status
from orders.tasks import shardsync

NAME = "Forty orders"
LOOK_SECONDS = 0.5


def prepare() -> None:
    """Make the tables that are missing."""
    create_tables()


def load(lines: Lines, cancelled: threading.Event | None = None) -> None:
    """Put the forty orders into the source tables, unless they are there, or until ``cancelled``."""
    rows = list(forty.rows())
    if _is_there(*rows[-1]):
        lines.say(f"  {NAME:<17}kept from before")
        return
    for done, (table, item) in enumerate(rows, 1):
        if cancelled is not None and cancelled.is_set():
            return
        cloud.dynamodb().put_item(TableName=_name(table), Item=_spell(item))
        lines.progress(NAME, done, len(rows))
    lines.say(f"  {NAME:<17}{len(rows)} rows written to the backend's tables")


class Loading(threading.Thread):
    """Loads the content, if any, and follows it through the streams, while pages answer already."""

    def __init__(self, lines: Lines, *, simulate: bool) -> None:
        super().__init__(name="loading", daemon=True)
        self.lines = lines
        self.simulate = simulate
        self.cancelled = threading.Event()

    def run(self) -> None:
        """Load and follow, unless the cloud goes away meanwhile: the supervisor says so and loads again.

        The streams are new to the workers, so they are told to look now and not when beat comes round to it.
        """
        try:
            shardsync.apply_async(retry=False)
            if self.simulate:
                load(self.lines, self.cancelled)
            self._follow()
        except (BotoCoreError, ClientError, OperationalError) as error:
            if not self.cancelled.is_set():
                self.lines.say(f"  Loading stopped: {error}")

    def cancel(self) -> None:
        """End soon, silently."""
        self.cancelled.set()

    def _follow(self) -> None:
        """Say how far the streams and resyncs are, until the pages show all that is written now."""
        since = datetime.now(UTC)
        while not self.cancelled.wait(LOOK_SECONDS):
            status = stream_status()
            if waiting := [table.table for table in status.tables if table.resync]:
                self.lines.progress("Resync of tables", len(status.tables) - len(waiting), len(status.tables))
            elif caught_up(control_store(), since):
                self.lines.say(f"  {'Streams':<17}all applied: pages show what the tables hold")
                return


def _is_there(table: str, item: dict[str, Any]) -> bool:
    key = SOURCE_TABLES[table].key
    found = cloud.dynamodb().get_item(TableName=_name(table), Key=_spell({key: item[key]}))
    return "Item" in found


def _name(table: str) -> str:
    return f"{settings.SOURCE_TABLE_PREFIX}{table}"


def _spell(item: dict[str, Any]) -> dict[str, Any]:
    """A row in DynamoDB's own form."""
    spell = TypeSerializer().serialize
    return {name: spell(value) for name, value in item.items()}
