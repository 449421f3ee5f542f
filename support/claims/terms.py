"""Which rule holds for a problem. The narrowest wins, and the clock names it:

Against a printer
1. ``PRINTER_REASON``: the days that the printer's rules say for this reason
2. ``PRINTER``: the days that its rules say for every reason
3. ``PRINTER_ROW``: the days in its own row (``claim_window_days``)
4. ``USUAL``: what printers mostly take, in reasons.toml

What 2 and 3 say is days from delivery. What never arrived has none: there they count only where they are fewer than the
usual days from the promise, for who is in haste with one will not be patient with the other. How long to wait for what
has not arrived is the printer's rules' to say.

Against a carrier
1. ``SERVICE``: the line of its service in carriers.toml
2. ``CARRIER``: its own line there
3. ``CARRIERS``: what holds for all of them

Days are counted by the printer's calendar, or, against a carrier, by that of the country that the parcel goes to, as it
is there that it is missed; of a country with several zones, by that of its middle; in UTC where no country is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from orders.contract.model import Printer
from support.claims.carriers import carrier_terms
from support.claims.clock import Facts, Term
from support.escalations.worktime import ZONES, Worktime, worktime_of
from support.printer_rules.rules import Rules
from support.reasons import Party, Reason, Since, Window

PRINTER_REASON: Final = "printer_reason"
PRINTER: Final = "printer"
PRINTER_ROW: Final = "printer_row"
USUAL: Final = "usual"
SERVICE: Final = "service"
CARRIER: Final = "carrier"
CARRIERS: Final = "carriers"
LINES: Final[Mapping[str, str]] = MappingProxyType({"service": SERVICE, "carrier": CARRIER, "default": CARRIERS})


def printer_term(reason: Reason, rules: Rules, version: str, printer: Printer | None) -> Term | None:
    """Against a printer; ``rules`` are what was set here, without its row, ``version`` their number. None where nobody
    outside would pay.
    """
    window = reason.window
    if window is None:
        return None
    days, rule = _printer_days(reason, window, rules, printer)
    wait = rules.not_arrived_wait_days if window.wait_days else 0
    edition = version if rule in (PRINTER_REASON, PRINTER) else ""
    return Term(days=days, since=window.since, wait_days=wait, rule=rule, version=edition)


def carrier_term(reason: Reason, facts: Facts) -> Term | None:
    """Against a carrier. None where nobody outside would pay."""
    window = reason.window
    if window is None:
        return None
    terms = carrier_terms(facts.carrier, facts.service)
    return Term(
        days=terms.damage if window.since is Since.DELIVERY else terms.loss,
        since=window.since,
        unit=terms.unit,
        wait_days=terms.wait if window.wait_days else 0,
        rule=LINES[terms.line],
        version=terms.version,
    )


def calendar_of(party: Party, printer: Printer | None, country: str) -> Worktime:
    """By whose calendar days are counted."""
    if party is Party.PRINTER:
        return worktime_of(printer)
    return Worktime(ZoneInfo(ZONES.get(country.upper(), "UTC")), country.upper())


def _printer_days(reason: Reason, window: Window, rules: Rules, printer: Printer | None) -> tuple[int, str]:
    if reason.code in rules.windows:
        return rules.windows[reason.code], PRINTER_REASON
    row = (printer.claim_window_days or None) if printer else None
    own, rule = (rules.claim_days, PRINTER) if rules.claim_days is not None else (row, PRINTER_ROW)
    if own is None or (window.since is Since.PROMISE and own >= window.days):
        return window.days, USUAL
    return own, rule
