"""How the streams stand: received and what became of it, lag, what was set aside."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from orders.streams.status import StreamStatus, TableStatus, stream_status, wait

COLUMNS = ("received", "applied", "fenced", "unchanged", "quarantined")


class Command(BaseCommand):
    """``stream_status [--json] [--wait SECONDS]``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--wait`` exits 0 once all written before the call is applied, 1 when not in time."""
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--wait", type=float, default=None, metavar="SECONDS")

    def handle(self, *_: Any, as_json: bool, **options: Any) -> None:
        """Wait if asked to, then print."""
        seconds = options["wait"]
        in_time = wait(seconds) if seconds is not None else True
        status = stream_status()
        self.stdout.write(json.dumps(asdict(status), indent=2) if as_json else _table(status))
        if not in_time:
            self.stderr.write(f"Not caught up within {seconds:g} s.")
            sys.exit(1)


def _table(status: StreamStatus) -> str:
    heading = f"{'table':12}{'shards':>7}{'behind':>8}{'lag':>8}" + "".join(f"{name:>13}" for name in COLUMNS)
    lines = [heading, *(_line(table) for table in status.tables)]
    totals = {name: getattr(status, name) for name in COLUMNS}
    lines.append(f"{'all':12}{'':>7}{status.behind:>8}{_seconds(status.lag_seconds):>8}" + _counts(totals))
    verdict = "holds" if status.balanced else "DOES NOT HOLD"
    lines.append(f"balance: received = applied + fenced + unchanged + quarantined {verdict}")
    lines += [f"rebuild: {status.rebuild.text}"] if status.rebuild else []
    lines += [f"alarm: {alarm}" for alarm in status.alarms]
    lines += [f"quarantined: {entry.table}/{entry.key}: {entry.reason}" for entry in status.quarantine]
    return "\n".join(lines)


def _line(table: TableStatus) -> str:
    counts = {name: getattr(table, name) for name in COLUMNS}
    shards = f"{table.open}/{table.shards}"
    note = f"  resync {table.resync} {table.resync_checked}/{table.resync_total}" if table.resync else ""
    return f"{table.table:12}{shards:>7}{table.behind:>8}{_seconds(table.lag_seconds):>8}{_counts(counts)}{note}"


def _counts(counts: dict[str, int]) -> str:
    return "".join(f"{counts[name]:>13}" for name in COLUMNS)


def _seconds(lag: float | None) -> str:
    return "silent" if lag is None else f"{lag:.1f} s"
