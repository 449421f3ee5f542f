"""The digest of the projection, and whether it agrees with the source tables."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orders import cloud
from orders.projections.digest import MOST_NAMED, Contents, against_source, read_contents
from orders.store import Store, live_store
from orders.streams.status import wait

WAIT_SECONDS = 30.0
SECOND_LOOKS = 2


class Command(BaseCommand):
    """``projection_digest [--against-source] [--table TABLE]``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A digest of a projection that is still catching up says nothing, so it waits for that first."""
        parser.add_argument("--against-source", action="store_true")
        parser.add_argument("--table", default="", help="a projection beside the live one, by its table's name")
        parser.add_argument("--wait", type=float, default=WAIT_SECONDS, metavar="SECONDS")

    def handle(self, *_: Any, against_source: bool, table: str, **options: Any) -> None:
        """Print counts and digest; exit 1 where it is empty, not caught up, or differs from the source."""
        store = Store(table, cloud.dynamodb()) if table else live_store()
        contents = self._read(store, options["wait"])
        counts = contents.counts()
        if not counts:
            raise CommandError("The projection is empty.")
        for name, count in sorted(counts.items()):
            self.stdout.write(f"{count:>9} {name}")
        self.stdout.write(contents.digest())
        if against_source:
            self._compare(store, contents, options["wait"])

    def _read(self, store: Store, seconds: float) -> Contents:
        if not wait(seconds):
            raise CommandError(f"Not caught up within {seconds:g} s: see stream_status.")
        return read_contents(store)

    def _compare(self, store: Store, contents: Contents, seconds: float) -> None:
        """A row that changes while it is read differs for a moment: what differs each time it is looked at does."""
        found = against_source(contents, cloud.dynamodb())
        for _ in range(SECOND_LOOKS if found else 0):
            again = set(against_source(self._read(store, seconds), cloud.dynamodb()))
            found = [difference for difference in found if difference in again]
        for difference in found[:MOST_NAMED]:
            self.stderr.write(difference)
        if found:
            raise CommandError(f"{len(found)} differences between the projection and the source.")
        self.stdout.write("agrees with the source")
