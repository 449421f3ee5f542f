"""Until when an escalation's problem can be claimed, in words and as times: the claim clock of its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orders.contract.model import Printer
from orders.snapshot import OrderSnapshot
from support.claims.window import clock_of
from support.escalations.models import Escalation
from support.reasons import Party, Window
from support.shown.claim_clock import SINCE, clock_words

NOBODY: Final = "Nobody outside pays for this: there is nothing to claim."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWindow:
    """``opens`` and ``closes`` are None where they cannot be told; ``over`` once it is closed."""

    words: str
    opens: datetime | None = None
    closes: datetime | None = None
    over: bool = False


def shown_window(
    escalation: Escalation, snapshot: OrderSnapshot | None, printer: Printer | None, now: datetime
) -> ShownWindow:
    """The window of a problem, by the order's rows and whoever's rules hold."""
    clock = clock_of(escalation, snapshot, now, printer)
    if clock is None:
        return ShownWindow(words=NOBODY)
    party = (printer.name or printer.printer_id) if printer and escalation.party == Party.PRINTER else "the carrier"
    return ShownWindow(
        words=clock_words(clock, party, now),
        opens=clock.opens_at,
        closes=clock.closes_at,
        over=clock.over(now),
    )


def window_words(window: Window) -> str:
    """Until when something can mostly be claimed, before anybody knows from whom."""
    words = f"{window.days} days {SINCE[window.since]}: most printers’ term."
    wait = f" One printer takes it only {window.wait_days} working days after hand-over, on tracked services."
    return words + (wait if window.wait_days else "")
