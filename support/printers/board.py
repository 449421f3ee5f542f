"""Every printer and how it stands, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from django.utils import timezone

from orders import thresholds
from orders.answer.model import Tone
from orders.contract.model import Printer, PrinterState
from orders.printers import every_printer
from orders.projections import keys
from support import masking
from support.printers.days import days
from support.printers.figures import Figures, figures
from support.printers.models import PrinterPause
from support.printers.pauses import paused
from support.printers.problems import Problems, problems
from support.printers.silence import Silence, paced, silence
from support.printers.summary import Day, key_of
from support.printers.worktime import zone_of


class Standing(StrEnum):
    """How a printer stands; worst first."""

    SILENT = "silent"
    PAUSED_HERE = "paused_here"
    PAUSED = "paused"
    UNKNOWN = "unknown"
    ACTIVE = "active"
    RETIRED = "retired"


OWN: Final = {
    PrinterState.ACTIVE: Standing.ACTIVE,
    PrinterState.PAUSED: Standing.PAUSED,
    PrinterState.RETIRED: Standing.RETIRED,
    PrinterState.UNKNOWN: Standing.UNKNOWN,
}
"""What a printer says of itself."""

TONES: Final = {Standing.ACTIVE: Tone.OK, Standing.RETIRED: Tone.IDLE}
"""Of the others it is a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterCard:
    """One printer. ``standings`` are worst first, at least one; ``unanswered`` is since when a job waits for longer
    than a printer needs; ``rejects`` and ``errs`` say that the share has grown remarkably.
    """

    printer: Printer
    standings: Sequence[Standing]
    figures: Figures
    problems: Problems
    pause: PrinterPause | None
    silence: Silence | None
    unanswered: datetime | None
    rejects: bool
    errs: bool

    @property
    def standing(self) -> Standing:
        """The worst."""
        return self.standings[0]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.printer.name or self.printer.printer_id

    @property
    def unit(self) -> str:
        """What production is measured in."""
        return "working days" if zone_of(self.printer.timezone) else "calendar days"

    @property
    def tone(self) -> Tone:
        """How it is marked: with a silence that nobody can wait for as a failure."""
        if self.silence is not None and self.silence.long:
            return Tone.FAIL
        return TONES.get(self.standing, Tone.WARN)

    @property
    def badness(self) -> tuple[int, ...]:
        """By which the worst comes first; the greater the worse."""
        place = list(Standing)[::-1].index(self.standing)
        marks = sum((self.unanswered is not None, self.rejects, self.errs))
        return self.tone is Tone.FAIL, place, marks, self.problems.live, self.figures.open


def board() -> list[PrinterCard]:
    """All printers, worst first. Raises what DynamoDB does where it never answered."""
    now = timezone.now()
    known, some = every_printer(), days(now)
    listed = {key_of(printer.printer_id) for printer in known}
    # Printers that have jobs and no row of their own must not be missed.
    unlisted = {key for each in some for key in each.tallies if key not in listed and keys.usable(key)}
    every = known + [Printer(printer_id=key) for key in sorted(unlisted)]
    pauses, taken_up = paused(), problems(_today(now))
    cards = [
        card(each, some, pauses.get(each.printer_id), taken_up.get(each.printer_id, Problems()), now) for each in every
    ]
    return sorted(cards, key=lambda one: ([-each for each in one.badness], one.name.casefold()))


def card(
    printer: Printer, some: Sequence[Day], pause: PrinterPause | None, taken_up: Problems, now: datetime
) -> PrinterCard:
    """One printer out of what is known of its days; ``pause`` is the one in force."""
    found = figures(some, printer.printer_id, _today(now), printer.updated_at)
    quiet = silence(found.heard, found.owed, printer.timezone, now)
    here = {Standing.SILENT: quiet, Standing.PAUSED_HERE: pause}
    standings = [standing for standing, why in here.items() if why is not None]
    own = OWN[printer.state]
    waits = found.unanswered
    return PrinterCard(
        printer=masking.record("printers", printer),
        standings=[*standings, own] if own is not Standing.ACTIVE or not standings else standings,
        figures=found,
        problems=taken_up,
        pause=pause,
        silence=quiet,
        unanswered=waits if waits is not None and now - waits > paced(thresholds.PRINTER_SILENT) else None,
        rejects=_worse(found.now.rejected, found.now.rejection, found.before.rejection),
        errs=_worse(found.now.broken, found.now.error, found.before.error),
    )


def _worse(jobs: int, now: float | None, before: float | None) -> bool:
    grown = now is not None and now - (before or 0) >= thresholds.PRINTER_RATE_WORSE
    return grown and jobs >= thresholds.PRINTER_RATE_LEAST


def _today(now: datetime) -> date:
    return now.astimezone(UTC).date()
