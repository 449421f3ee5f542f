"""Mark every SLA fact as changed, so that the lake is made again: after its bucket was lost, or where it is doubted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from orders.sla.lake.again import mark_all
from orders.store import live_store


class Command(BaseCommand):
    """``mark_facts``: the workers bring what is marked into the lake, some thousands of orders at a time."""

    help = __doc__ or ""

    def handle(self, *_: Any, **__: Any) -> None:
        """May be repeated, and cut off."""
        self.stdout.write(f"{mark_all(live_store()):,} facts are marked; the workers bring them into the lake.")
