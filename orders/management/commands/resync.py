"""Ask for a resync of tables: a worker compares them with the projections and mends what differs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orders.contract.tables import SOURCE_TABLES
from orders.store import Conflict
from orders.streams.engine import control_store
from orders.streams.resync import request


class Command(BaseCommand):
    """``resync TABLE…``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One table or several."""
        parser.add_argument("tables", nargs="+", choices=SOURCE_TABLES, metavar="TABLE")

    def handle(self, *_: Any, tables: list[str], **__: Any) -> None:
        """Leave the request in the control table; the keeper finds it within seconds."""
        for table in tables:
            try:
                request(control_store(), table)
            except Conflict as error:
                raise CommandError(f"The stream of {table} is not known yet: it will begin with a resync.") from error
        self.stdout.write(f"Asked for a resync of {', '.join(tables)}. stream_status shows how far it is.")
