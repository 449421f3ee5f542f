"""Build the projection anew beside the live one, switch to it, go back, or give it up."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from orders import cloud
from orders.projections.apply import Applier
from orders.projections.standing import Unfit, back, switch
from orders.store import Store
from orders.streams.engine import control_store
from orders.streams.export import Unusable, exports
from orders.streams.lead import Taken
from orders.streams.progress import Phase
from orders.streams.reading import reading
from orders.streams.rebuild import Rebuild
from orders.streams.rebuild_status import rebuild_status
from orders.streams.retire import drop

SEGMENTS = 4
PUMP = "pump"


class Command(BaseCommand):
    """``rebuild_projections start [--export URL] [--segments N] | status [--json] | switch | back | abandon``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One step each."""
        steps = parser.add_subparsers(dest="step", required=True)
        start = steps.add_parser("start", help="build a candidate; goes on where a killed run stopped")
        start.add_argument("--export", default="", metavar="s3://BUCKET/PREFIX", help="exports instead of a scan")
        start.add_argument("--segments", type=int, default=SEGMENTS, help=f"at once (default: {SEGMENTS})")
        status = steps.add_parser("status", help="how far it is")
        status.add_argument("--json", action="store_true", dest="as_json")
        steps.add_parser("switch", help="let pages read the audited candidate")
        steps.add_parser("back", help="let pages read the former projection again")
        steps.add_parser("abandon", help="remove what is beside the live projection")

    def handle(self, *_: Any, step: str, **options: Any) -> None:
        """Do the step, and say how the projections stand."""
        try:
            match step:
                case "start":
                    self._start(options["export"], options["segments"])
                case "switch":
                    self.stdout.write(f"Pages read {switch(control_store()).live} within seconds.")
                case "back":
                    self.stdout.write(f"Pages read {back(control_store()).live} again within seconds.")
                case "abandon":
                    self.stdout.write(f"Removed. Pages read {drop(control_store()).live}.")
                case _:
                    self._status(options["as_json"])
        except (Unfit, Unusable) as error:
            raise CommandError(str(error)) from error
        except Taken as error:
            raise CommandError("Another process has taken the rebuild over.") from error

    def _start(self, export: str, segments: int) -> None:
        if settings.STREAM_READER != PUMP:
            raise Unfit("a rebuild needs the pump: the streams are read by another")
        client = cloud.dynamodb()
        found = exports(cloud.s3(), export) if export else {}
        bars = Bars()
        rebuild = Rebuild(
            control_store(),
            client,
            make=lambda table: Applier(Store(table, client)),
            read=lambda: reading(client, segments, found),
            folder=Path(settings.REBUILD_FOLDER),
            threads=segments,
            tell=bars.tell,
        )
        try:
            standing = rebuild.run()
        finally:
            bars.close()
        self.stdout.write(f"{standing.beside} says what the source says. Let pages read it: rebuild_projections switch")

    def _status(self, as_json: bool) -> None:
        status = rebuild_status(control_store())
        if as_json:
            self.stdout.write(json.dumps(asdict(status) if status else None, indent=2))
            return
        self.stdout.write(status.text if status else "There is nothing beside the live projection.")
        for phase in status.phases if status else ():
            self.stdout.write(f"{phase.done:>12} of {phase.total:<12}{phase.phase}{' done' if phase.finished else ''}")


class Bars:
    """One bar a phase; told from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._bar: tqdm[Any] | None = None

    def tell(self, phase: Phase, rows: int, total: int) -> None:
        """A phase begins, or some more rows of it are done."""
        with self._lock:
            if not rows or self._bar is None:
                self.close()
                self._bar = tqdm(desc=str(phase), total=total, unit=" rows", disable=None, file=sys.stderr)
            self._bar.update(rows)

    def close(self) -> None:
        """Leave the last bar as it is."""
        if self._bar is not None:
            self._bar.close()
