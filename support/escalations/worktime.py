"""Working time of a printer: its days and hours, by its own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from orders.contract.model import Printer
from support.escalations.holidays import SATURDAY, holidays

OPENS: Final = time(9)
CLOSES: Final = time(17)
HOURS_A_DAY: Final = 8
DAY: Final = timedelta(days=1)

ZONES: Final = MappingProxyType(
    {
        "AE": "Asia/Dubai", "AT": "Europe/Vienna", "AU": "Australia/Sydney", "BE": "Europe/Brussels",
        "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CH": "Europe/Zurich", "CZ": "Europe/Prague",
        "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "ES": "Europe/Madrid", "FR": "Europe/Paris",
        "GB": "Europe/London", "IE": "Europe/Dublin", "IT": "Europe/Rome", "JP": "Asia/Tokyo", "KR": "Asia/Seoul",
        "NL": "Europe/Amsterdam", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "SE": "Europe/Stockholm",
        "US": "America/Chicago",
    }
)  # fmt: skip
"""The zone of a country, where a printer’s own row names none; of a wide one, that of its middle."""


@dataclass(frozen=True, slots=True)
class Worktime:
    """Monday to Friday from nine to five in ``zone``, without the holidays of ``country``."""

    zone: ZoneInfo
    country: str = ""

    def works(self, day: date) -> bool:
        """Whether anybody works on that day."""
        return day.weekday() < SATURDAY and day not in holidays(self.country, day.year)

    def after(self, since: datetime, hours: float) -> datetime:
        """When so many working hours have passed, in UTC: the end of the day's work rather than the next day's start.

        Clocks are changed at night, when nobody works, so that a working hour is an hour of the wall.
        """
        at = since.astimezone(self.zone).replace(tzinfo=None)
        left = timedelta(hours=hours)
        while True:
            begins, ends = datetime.combine(at.date(), OPENS), datetime.combine(at.date(), CLOSES)
            at = max(at, begins)
            if self.works(at.date()) and at < ends:
                if at + left <= ends:
                    return (at + left).replace(tzinfo=self.zone).astimezone(UTC)
                left -= ends - at
            at = begins + DAY


def worktime_of(printer: Printer | None) -> Worktime:
    """That of a printer, by its row: its zone, or its country's, or UTC where neither is known."""
    if printer is None:
        return Worktime(ZoneInfo("UTC"))
    country = printer.country.upper()
    name = printer.timezone if printer.timezone in _zones() else ZONES.get(country, "UTC")
    return Worktime(ZoneInfo(name), country)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
