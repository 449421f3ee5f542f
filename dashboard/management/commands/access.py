"""``manage.py access``: who may call which route, by which methods."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dashboard.access_table import table


class Command(BaseCommand):
    """Prints the table; asks neither database nor network."""

    help = "Print every route with its methods, the permission it asks for, and what each role may."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """To standard output."""
        self.stdout.write(table(), ending="")
