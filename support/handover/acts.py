"""What was done in a period, counted out of the audit: by what it was, and by who did it where that is asked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Count

from support.handover.period import Period
from support.handover.report import Line, Section
from support.models import AuditEvent

ACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "command.render": "Renders asked for",
        "command.reprint": "Reprints asked for",
        "command.reroute": "Reprints elsewhere asked for",
        "command.cancel_print_job": "Cancellations asked for",
        "command.given_up": "Commands given up",
        "request.asked": "Requests for a reprint",
        "request.approved": "Requests approved",
        "request.declined": "Requests declined",
        "request.withdrawn": "Requests withdrawn",
        "request.expired": "Requests that nobody decided in time",
        "bulk.proposed": "Bulk jobs selected",
        "bulk.approved": "Bulk jobs approved",
        "bulk.declined": "Bulk jobs declined",
        "bulk.started": "Bulk jobs started",
        "bulk.paused": "Bulk jobs paused",
        "bulk.halted": "Bulk jobs that paused by themselves",
        "bulk.cancelled": "Bulk jobs cancelled",
        "escalation.opened": "Escalations opened",
        "escalation.moved": "Steps of escalations",
        "escalation.said": "Words added to escalations",
        "work.taken": "Rows of queues taken",
        "work.taken_over": "Rows taken over",
        "work.snoozed": "Rows put off",
        "work.done": "Rows done with",
        "printer.paused": "Printers paused",
        "printer.resumed": "Printers given work again",
        "note.written": "Notes written",
        "quarantine.replayed": "Rows set aside applied again",
        "quarantine.discarded": "Rows set aside struck off",
    }
)
"""Types of events that are work of a shift, in the order in which they are told."""


def acts(period: Period, *, by_person: bool) -> Section:
    """What was done how often: one query."""
    fields = ("type", "actor") if by_person else ("type",)
    found = AuditEvent.objects.filter(at__gte=period.begins, at__lt=period.ends, type__in=ACTS)
    counted: Any = found.order_by().values_list(*fields).annotate(number=Count("pk"))
    order = list(ACTS)
    told = sorted(counted, key=lambda one: (order.index(one[0]), -one[-1], *one[1:-1]))
    lines = [Line(what=ACTS[kind], number=number, who="".join(who)) for kind, *who, number in told]
    return Section(name="done", title="What was done", nothing="Nothing.", lines=lines)
