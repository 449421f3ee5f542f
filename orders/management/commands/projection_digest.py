"""The digest of the projection, and whether it agrees with the source tables."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orders import cloud
from orders.projections.digest import MOST_NAMED, against_source, read_contents
from orders.store import live_store
from orders.streams.status import wait

WAIT_SECONDS = 30.0


class Command(BaseCommand):
    """``projection_digest [--against-source]``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A digest of a projection that is still catching up says nothing, so it waits for that first."""
        parser.add_argument("--against-source", action="store_true")
        parser.add_argument("--wait", type=float, default=WAIT_SECONDS, metavar="SECONDS")

    def handle(self, *_: Any, against_source: bool, **options: Any) -> None:
        """Print counts and digest; exit 1 where it is empty, not caught up, or differs from the source."""
        if not wait(options["wait"]):
            raise CommandError(f"Not caught up within {options['wait']:g} s: see stream_status.")
        contents = read_contents(live_store())
        counts = contents.counts()
        if not counts:
            raise CommandError("The projection is empty.")
        for name, count in sorted(counts.items()):
            self.stdout.write(f"{count:>9} {name}")
        self.stdout.write(contents.digest())
        if against_source:
            self._compare(contents)

    def _compare(self, contents: Any) -> None:
        found = against_source(contents, cloud.dynamodb())
        for difference in found[:MOST_NAMED]:
            self.stderr.write(difference)
        if found:
            raise CommandError(f"{len(found)} differences between the projection and the source.")
        self.stdout.write("agrees with the source")
