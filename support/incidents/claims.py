"""The live escalations of the last days, each with the printer and product that it is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from support.escalations.models import CLOSED, Escalation
from support.incidents.evidence import DAYS, Claim
from support.incidents.facts import Fact


def claims_now(facts: Collection[Fact], now: datetime) -> list[Claim]:
    """Those that name an order and, themselves or by their job, a printer. What was escalated because of an incident
    says nothing new.
    """
    found = Escalation.objects.filter(opened_at__gt=now - timedelta(days=DAYS), incident=None)
    jobs = {fact.row_id: fact for fact in facts if fact.printer}
    lines = {(fact.order_id, fact.line_id): fact for fact in facts if fact.printer}
    claims: list[Claim] = []
    for each in found.exclude(order_id="").exclude(state__in=CLOSED):
        job = jobs.get(each.print_job_id) or lines.get((each.order_id, each.line_id))
        printer = each.printer_id or (job.printer if job else "")
        if printer:
            claims.append(
                Claim(
                    order_id=each.order_id,
                    line_id=each.line_id,
                    print_job_id=each.print_job_id,
                    printer=printer,
                    product=job.product if job and job.printer == printer else "",
                    at=int(each.opened_at.timestamp()),
                )
            )
    return claims
