"""Compare the source tables with the projection, row by row, and mend what differs."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from orders import cloud
from orders.contract.tables import SOURCE_TABLES
from orders.streams.audit import SEGMENTS, audit, rows_to_audit
from orders.streams.engine import Engine
from orders.streams.repair import Repair, Report

PATIENCE_SECONDS = 120
"""So long nothing moves before the command gives up: no pump is at work, it seems."""


class Command(BaseCommand):
    """``audit_projections [--table TABLE]… [--segments N] [--repair] [--json]``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Without ``--table`` every table, and every derived row too."""
        parser.add_argument("--table", action="append", choices=SOURCE_TABLES, dest="tables", default=None)
        parser.add_argument("--segments", type=int, default=SEGMENTS, help=f"scans at once (default: {SEGMENTS})")
        parser.add_argument("--repair", action="store_true", help="write what is missing or wrong, remove what is over")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: Any, tables: list[str] | None, segments: int, repair: bool, as_json: bool, **__: Any) -> None:
        """Audit the live projection, and the one beside it where that may take its place; exit 1 where they differ."""
        engine, chosen = Engine.live(), tables or list(SOURCE_TABLES)
        left, told = 0, []
        with engine.applier:
            for applier in engine.applier.settled:
                table = applier.store.table
                with tqdm(
                    total=rows_to_audit(cloud.dynamodb(), table, chosen),
                    desc=table,
                    unit=" rows",
                    disable=None,
                    file=sys.stderr,
                ) as bar:
                    patience = Patience(bar)
                    run = Repair(applier, engine.control, cloud.dynamodb(), chosen, patience.wait, mend=repair)
                    report = audit(run, segments, patience.done)
                left += report.left
                told.append({"projection": table, "rows": patience.rows} | _told(report))
        self.stdout.write(json.dumps(told, indent=2) if as_json else "\n".join(_text(each) for each in told))
        if left:
            raise CommandError(f"{left} differences between the projection and the source are not repaired.")


class Patience:
    """Counts rows, and gives up where none is done for too long."""

    def __init__(self, bar: Any) -> None:
        self.rows = 0
        self._bar = bar
        self._moved = time.monotonic()

    def done(self, rows: int) -> None:
        """Some more were looked at."""
        self.rows += rows
        self._moved = time.monotonic()
        self._bar.update(rows)

    def wait(self) -> None:
        """The pump is waited for. Raises CommandError."""
        if time.monotonic() - self._moved > PATIENCE_SECONDS:
            raise CommandError(f"The pumps have not caught up for {PATIENCE_SECONDS} s: see stream_status.")


def _told(report: Report) -> dict[str, Any]:
    return {
        "differences": dict(report.found),
        "named": report.named,
        "mended": report.mended,
        "set_aside": report.aside,
        "left": report.left,
    }


def _text(told: dict[str, Any]) -> str:
    lines = [f"{told['projection']}: {told['rows']} rows looked at, {sum(told['differences'].values())} differ"]
    lines += [f"{count:>9} {kind}" for kind, count in sorted(told["differences"].items())]
    lines += [f"  {name}" for name in told["named"]]
    if told["differences"]:
        lines.append(f"mended {told['mended']}, set aside {told['set_aside']}, left {told['left']}")
    return "\n".join(lines)
