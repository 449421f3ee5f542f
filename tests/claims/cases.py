"""What the claim clock has to say: cases worked out from the rules by hand, with a calendar on the wall (cases.txt).

One line a case. *Term* is how many days of which kind from what; "wait 15" the working days after hand-over. Times are
UTC, as "11-04 10:00" of 2026 where no year stands before them; "-" is what nobody has told, or what is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from support.claims.clock import Facts, Term, Unit
from support.escalations.worktime import Worktime
from support.reasons import Since

NOW: Final = datetime(2029, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table."""

    what: str
    calendar: Worktime
    term: Term
    facts: Facts
    opens: datetime | None
    closes: datetime | None
    missing: tuple[str, ...]


def cases() -> Iterator[Case]:
    """Every line."""
    for line in Path(__file__).with_name("cases.txt").read_text(encoding="utf-8").splitlines()[1:]:
        if line and not line.startswith("#"):
            yield _case(*(cell.strip() for cell in line.split("|")))


def _case(what: str, where: str, term: str, delivered: str, promised: str, handed: str, *told: str) -> Case:
    zone, _, country = where.partition(" ")
    opens, closes, missing = told
    facts = Facts(
        delivered_at=_at(delivered),
        promised_for=_at(promised),
        handed_over_at=_at(handed),
        tracked="untracked" not in term,
    )
    calendar = Worktime(ZoneInfo(zone), country)
    return Case(what, calendar, _term(term), facts, _at(opens), _at(closes), tuple(missing.split()))


def _term(told: str) -> Term:
    window, *more = told.split(", ")
    days, *unit, since = window.split()
    wait = next((int(each.removeprefix("wait ")) for each in more if each.startswith("wait")), 0)
    return Term(days=int(days), since=Since(since), unit=Unit.WORKING if unit else Unit.CALENDAR, wait_days=wait)


def _at(told: str) -> datetime | None:
    if told == "-":
        return None
    day, clock = told.split()
    whole = day if day.count("-") == len("--") else f"2026-{day}"
    return datetime.fromisoformat(f"{whole}T{clock}+00:00")
