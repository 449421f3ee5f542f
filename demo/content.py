"""What is in the pretend cloud: forty orders written by hand, and the history of the played company."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from kombu.exceptions import OperationalError

from demo import forty
from demo.artefacts.filling import Filling
from demo.artefacts.shelf import create_bucket
from demo.printer_api.setup import when_there
from demo.simulator import saved, state_machine, tables
from demo.simulator.folder import Folder
from demo.state import CHECKOUT
from demo.terminal import Lines
from embedded import mail
from orders import cloud
from orders.contract.tables import SOURCE_TABLES
from orders.projections.tables import create_tables
from orders.sla.lake import files as lake
from orders.streams.engine import control_store
from orders.streams.status import caught_up, stream_status
from orders.tasks import shardsync
from support.evidence import bucket as evidence

NAME = "Forty orders"
HISTORY = "History"
LOOK_SECONDS = 0.5


def prepare(folder: Folder) -> None:
    """Make the tables and the buckets that are missing, and forget a company whose rows are gone."""
    create_tables()
    create_bucket()
    lake.create_bucket()
    evidence.create_bucket()
    if settings.MAIL_FROM:
        mail.prepare(cloud.ses(), cloud.sqs(), parseaddr(settings.MAIL_FROM)[1])
    state_machine.forget_activity()
    if folder.world.exists() and not tables.hold(saved.load(folder.world)):
        folder.forget()


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
    """Loads the content, if any, and follows it through the streams, while pages answer already: forty orders written
    by hand, then the history of the played company, from which that goes on.
    """

    def __init__(self, lines: Lines, folder: Folder, *, simulate: bool, printers: tuple[Path, int]) -> None:
        super().__init__(name="loading", daemon=True)
        self.lines = lines
        self.simulate = simulate
        self.folder = folder
        self.printers = printers
        self.cancelled = threading.Event()
        self.pictures = Filling()

    def run(self) -> None:
        """Load and follow, unless the cloud goes away meanwhile: the supervisor says so and loads again.

        The streams are new to the workers, so they are told to look now and not when beat comes round to it.
        """
        try:
            shardsync.apply_async(retry=False)
            if self.simulate:
                when_there(*self.printers, self.cancelled)
                load(self.lines, self.cancelled)
                self.pictures.start()
                self.pictures.want_everything()
                self._load_history()
                self.pictures.want_everything()
            self._follow()
        except (BotoCoreError, ClientError, OperationalError) as error:
            if not self.cancelled.is_set():
                self.lines.say(f"  Loading stopped: {error}")

    def cancel(self) -> None:
        """End soon, silently."""
        self.cancelled.set()
        self.pictures.cancel()

    def _load_history(self) -> None:
        if self.folder.world.exists():
            self.lines.say(f"  {HISTORY:<17}kept from before")
            return
        command = [sys.executable, "-m", "demo.simulator", "load"]
        with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as loading:
            for line in loading.stdout or ():
                if self.cancelled.is_set():
                    loading.terminate()
                done, total = map(int, line.split())
                self.lines.progress(HISTORY, done, total)
        if loading.returncode and not self.cancelled.is_set():
            self.lines.say(f"  {HISTORY:<17}not written: it ended with status {loading.returncode}")
        elif not loading.returncode:
            self.lines.say(f"  {HISTORY:<17}{total:,} rows written; the company is at work")

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
