"""Make the table of the facts in Athena, where there is none: once for each release that changes their schema."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from orders.sla.lake.local import NoLake
from orders.sla.report.athena import TABLE, create_table


class Command(BaseCommand):
    """``facts_table``: needs ATHENA_WORKGROUP, and the database of ATHENA_DATABASE."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        """Harmless where the table is there."""
        if not settings.ATHENA_WORKGROUP:
            raise CommandError("ATHENA_WORKGROUP is not set: reports are answered by DuckDB, which needs no table.")
        try:
            create_table()
        except NoLake as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{settings.ATHENA_DATABASE}.{TABLE} is there.")
