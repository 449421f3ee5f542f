"""The claim clock of an escalation as it stands now: rows, rules and calendars brought together."""

from __future__ import annotations

from datetime import datetime

from orders.contract.model import Printer
from orders.printers import find_printer
from orders.snapshot import OrderSnapshot
from support.claims.clock import Clock, Facts, claim_clock
from support.claims.facts import facts_of
from support.claims.terms import calendar_of, carrier_term, printer_term
from support.escalations.models import Escalation
from support.printer_rules.rules import Rules, newest, read
from support.reasons import Party, reasons

OUTSIDE = frozenset({Party.PRINTER, Party.CARRIER})
"""Who can be asked to pay."""


def clock_of(
    escalation: Escalation, snapshot: OrderSnapshot | None, now: datetime, printer: Printer | None = None
) -> Clock | None:
    """The window of what an escalation is about; None where nobody outside would pay. ``snapshot`` is its order's,
    ``printer`` its printer's row, which is read where it is not given.
    """
    reason, party = reasons().get(escalation.reason), Party(escalation.party)
    if reason is None or party not in OUTSIDE:
        return None
    facts = facts_of(escalation, snapshot) if snapshot else Facts()
    if party is Party.CARRIER:
        term = carrier_term(reason, facts)
    else:
        printer = printer or find_printer(escalation.printer_id)
        rules, version = _rules(escalation.printer_id)
        term = printer_term(reason, rules, version, printer)
    return claim_clock(term, facts, calendar_of(party, printer, facts.country), now) if term else None


def _rules(printer_id: str) -> tuple[Rules, str]:
    """What was set here for a printer, and which version that is."""
    found = newest(printer_id) if printer_id else None
    return (read(found.rules), str(found.version)) if found else (Rules(), "")
