"""What the words of a report mean."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from orders.sla.facts import Unit
from orders.sla.report.definitions import Class
from orders.sla.report.question import Cohort, Promise
from support.templatetags.places import country

UNITS: Final = MappingProxyType({Unit.ORDER: "orders", Unit.PRINT_JOB: "print jobs", Unit.PARCEL: "parcels"})
DONE: Final = MappingProxyType({Unit.ORDER: "arrived", Unit.PRINT_JOB: "been dispatched", Unit.PARCEL: "arrived"})
"""What a unit has done when its class is decided: "has …"."""

CAME: Final = MappingProxyType({Unit.ORDER: "came", Unit.PRINT_JOB: "were dispatched", Unit.PARCEL: "came"})
PROMISED: Final = MappingProxyType(
    {
        Unit.ORDER: "delivery to the customer",
        Unit.PRINT_JOB: "dispatch by the printer",
        Unit.PARCEL: "delivery of each parcel",
    }
)
COHORTS: Final = MappingProxyType({Cohort.PLACED: "placed", Cohort.DUE: "due"})
PROMISES: Final = MappingProxyType(
    {Promise.ORIGINAL: "the promise made first", Promise.CURRENT: "the promise in force"}
)
CLASSES: Final = MappingProxyType(
    {
        Class.ON_TIME: ("On time", "arrived, and as promised"),
        Class.LATE: ("Late", "arrived after the promise, or never will and the promise has passed"),
        Class.OPEN: ("Open", "not there yet, and the promise has not passed"),
        Class.OVERDUE: ("Overdue", "not there yet, and the promise has passed"),
        Class.NO_SCAN: ("No delivery scan", "overdue, with the carrier, and without a scan for ten days"),
        Class.NO_PROMISE: ("No promise", "nothing was promised"),
        Class.UNPAID: ("Unpaid", "not paid"),
        Class.CANCELLED: ("Cancelled", "cancelled, even if something arrived"),
    }
)
DIMENSIONS: Final = MappingProxyType(
    {
        "day": "day", "week": "week", "month": "month", "printer": "printer", "carrier": "carrier",
        "service": "service", "product": "product", "template": "template", "country": "country",
        "region": "region", "shipping_method": "shipping method",
    }
)  # fmt: skip
A_DAY_AND_MORE: Final = 72
"""From so many hours on, days are told too."""

STAGES: Final = MappingProxyType(
    {
        "placed_to_paid": "placed → paid",
        "paid_to_files_ready": "paid → files ready",
        "files_ready_to_accepted": "files ready → accepted",
        "accepted_to_dispatched": "accepted → dispatched",
        "dispatched_to_handed_over": "dispatched → handed over",
        "paid_to_handed_over": "paid → handed over",
        "handed_over_to_delivered": "handed over → delivered",
        "placed_to_delivered": "placed → delivered",
    }
)


def plural(dimension: str) -> str:
    """Several values of a dimension; of none that has a name, of "group"."""
    return "countries" if dimension == "country" else f"{DIMENSIONS.get(dimension, dimension)}s"


def percent(value: float | None) -> str:
    """A percentage to two places; "–" where nothing arrived."""
    return "–" if value is None else f"{value:.2f} %"


def named(value: str | None, dimension: str = "") -> str:
    """The value of a dimension; a country by its name too."""
    if value is None:
        return "none"
    name = country(value) if dimension == "country" else value
    return value if name == value else f"{name} ({value})"


def hours(length: float | None) -> str:
    """A length that is told in hours: days too, where there are many."""
    if length is None:
        return "–"
    return f"{length:,.1f} h" if length < A_DAY_AND_MORE else f"{length:,.0f} h, {length / 24:.1f} days"
