"""The orders of some rows as they are now, with what is under way in each: read together, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.utils import timezone

from dashboard.limits import limit
from orders.contract.model import Printer
from orders.printers import every_printer
from orders.read import load_story
from orders.story import OrderStory
from support.bulk.acts import COPYING
from support.bulk.best import Choosing
from support.bulk.models import Action, BulkJob, BulkRow
from support.commands.asker import Asker
from support.commands.limits import Most
from support.commands.listing import commands_of_orders
from support.commands.refusals import NotThere
from support.commands.situation import Situation
from support.escalations.listing import LIVE
from support.escalations.models import Escalation
from support.printers.models import PrinterPause
from support.printers.pauses import paused

AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An order that could not be read, and why."""

    error: Exception


class Reading:
    """What is needed to work out a slice of a job's rows. A handful of queries, and one read an order."""

    def __init__(self, job: BulkJob, asker: Asker, rows: Sequence[BulkRow]) -> None:
        """Raises what the stores do when they do not answer."""
        orders = {row.order_id for row in rows}
        self.job = job
        self.asker = asker
        self.most_of: Most = cache(limit)
        self.siblings: defaultdict[str, list[BulkRow]] = defaultdict(list)
        for row in BulkRow.objects.filter(job=job, order_id__in=orders).order_by("number"):
            self.siblings[row.order_id].append(row)
        self._commands = commands_of_orders(orders)
        self._pauses: dict[str, PrinterPause] = dict(paused())
        self._printers: dict[str, Printer] = {}
        if job.action in COPYING:
            self._printers = {printer.printer_id: printer for printer in every_printer()}
        self.choosing = Choosing(self._printers.values(), self._pauses) if job.action == Action.REROUTE else None
        self.escalated = _escalated(job, orders)
        self._stories = _stories(orders)
        self._now = timezone.now()

    def situation(self, order_id: str) -> Situation:
        """One order. Raises NotThere, and what reading it raised."""
        story = self._stories[order_id]
        if isinstance(story, Unreadable):
            raise story.error
        if story is None:
            raise NotThere("There is no order with this id.")
        known, printers, pauses = story.printers, self._printers, self._pauses
        return Situation(
            story=story,
            commands=self._commands[order_id],
            now=self._now,
            printer=lambda id_: printers.get(id_) or known.get(id_),
            pauses=lambda: pauses,
        )

    def take(self, row: BulkRow) -> None:
        """Have what was found of a row count for the rows after it."""
        known = self.siblings[row.order_id]
        known[:] = [row if other.pk == row.pk else other for other in known]


def _escalated(job: BulkJob, orders: Collection[str]) -> set[tuple[str, str]]:
    """The orders and lines about which the same is escalated already."""
    if job.action != Action.ESCALATE:
        return set()
    live = Escalation.objects.filter(LIVE, reason=job.cause, order_id__in=orders)
    return set(live.values_list("order_id", "line_id"))


def _stories(orders: Collection[str]) -> dict[str, OrderStory | Unreadable | None]:
    """Each order; what one of them raises is its own. Raises what the cloud does when it does not answer."""
    ids = sorted(orders)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(ids, pool.map(_story, ids), strict=True))


def _story(order_id: str) -> OrderStory | Unreadable | None:
    try:
        return load_story(order_id)
    except (BotoCoreError, ClientError):
        raise
    except Exception as error:  # an order that nobody can read must not stand in the way of the others
        return Unreadable(error)
