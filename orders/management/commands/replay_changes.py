"""Write a change log into the source tables, as the backend would have."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from orders import cloud
from orders.contract.changelog import MalformedLine, opened, parse_line
from orders.contract.source import Writer


class Command(BaseCommand):
    """``replay_changes FILE [--rate ROWS_A_SECOND] [--from-line N]``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A plain or gzipped file; a rate for a steady stream instead of a burst."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--rate", type=float, default=0.0, help="rows a second (default: as fast as it goes)")
        parser.add_argument("--from-line", type=int, default=1, help="where an earlier replay stopped")

    def handle(self, *_: Any, file: Path, rate: float, from_line: int, **__: Any) -> None:
        """Replay, tell of every line that could not be, and say where it stopped."""
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        writer = Writer(cloud.dynamodb(), settings.SOURCE_TABLE_PREFIX)
        began, last, malformed = time.monotonic(), from_line - 1, 0
        with opened(file) as log, tqdm(unit=" rows", disable=None, file=sys.stderr) as bar:
            try:
                for number, line in enumerate(log, start=1):
                    if number < from_line or not line.strip():
                        continue
                    try:
                        writer.write(parse_line(number, line))
                    except MalformedLine as error:
                        malformed += 1
                        self.stderr.write(f"line {number}: {error}")
                    last = number
                    bar.update()
                    if rate:
                        writer.flush()
                        time.sleep(max(0.0, began + (number - from_line + 1) / rate - time.monotonic()))
                writer.flush()
            except KeyboardInterrupt:
                writer.flush()
                self.stderr.write(f"Stopped after line {last}. Go on with --from-line {last + 1}.")
        for change, reason in writer.refused:
            self.stderr.write(f"line {change.line}: {reason}")
        took = time.monotonic() - began
        left_out = malformed + len(writer.refused)
        self.stdout.write(f"{writer.written} rows written in {took:.1f} s, {left_out} lines left out")
