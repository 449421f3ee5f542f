"""Adding a target's version: from a day on, another number counts, or none of its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction
from django.utils import timezone

from dashboard.permissions import Permission
from orders.sla.report.question import EARLIEST, LATEST
from support.audit.record import LONGEST_REASON, record
from support.audit.record import Target as Subject
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.targets.listing import all_targets, usual
from support.targets.models import Target

SET = EventType("target.set", "set the target of {target} to {per_cent} % from {starts_on} on")
TAKEN_BACK = EventType("target.taken_back", "took back the target of {target} from {starts_on} on")
COUNTRY: Final = re.compile(r"[A-Z]{2}")
LONGEST_PRODUCT: Final = 200
UNTYPED: Final = frozenset({"Cc", "Cs"})
"""Categories of what no name holds: control characters, and halves of characters."""

WHOLE: Final = 100
PLACES: Final = 4
ALL: Final = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What is to count from a day on; ``per_cent`` None takes the target of this subject back."""

    country: str
    product: str
    starts_on: date
    per_cent: Decimal | None


def add(asker: Asker, wanted: Version, reason: str) -> Target:
    """Raises NotAllowed, and Invalid without a reason or where it is this already."""
    if asker.person is None or not asker.may(Permission.MANAGE_TARGETS):
        raise NotAllowed(Permission.MANAGE_TARGETS)
    if not reason.strip():
        raise Invalid(reason="Say why, so that whoever reads a report knows why its target is another.")
    _check_new(wanted)
    about = Subject("target", named(wanted.country, wanted.product))
    details = {"starts_on": wanted.starts_on.isoformat()}
    details |= {} if wanted.per_cent is None else {"per_cent": spelled(wanted.per_cent)}
    what = TAKEN_BACK if wanted.per_cent is None else SET
    with transaction.atomic():
        event = record(asker.actor, what, about, reason=reason.strip()[:LONGEST_REASON], details=dict(details))
        return Target.objects.create(
            country=wanted.country, product=wanted.product, starts_on=wanted.starts_on, per_cent=wanted.per_cent,
            at=timezone.now(), by=asker.person, event=event,
        )  # fmt: skip


def version_from(country: str, product: str, starts_on: str, per_cent: str, *, take_back: bool) -> Version:
    """What was typed. Raises Invalid, with everything that is wrong."""
    reader = _Reader()
    wanted = Version(
        country=reader.country(country),
        product=reader.product(product),
        starts_on=reader.day(starts_on),
        per_cent=None if take_back else reader.per_cent(per_cent),
    )
    if reader.errors:
        raise Invalid(**reader.errors)
    return wanted


def named(country: str, product: str) -> str:
    """Of what a target is, in words."""
    if not country:
        return product or ALL
    return f"{product} to {country}" if product else f"what goes to {country}"


def spelled(per_cent: Decimal) -> str:
    """A percentage without zeros at its end."""
    return f"{per_cent.normalize():f}"


def _check_new(wanted: Version) -> None:
    """Raises Invalid where nothing would be another."""
    targets = all_targets()
    mine = [each for each in targets.versions if (each.country, each.product) == (wanted.country, wanted.product)]
    before = next((each.per_cent for each in mine if each.starts_on <= wanted.starts_on), None)
    if before == wanted.per_cent:
        now = "It has none of its own then" if before is None else f"It is {spelled(before)} % then"
        raise Invalid(per_cent=f"{now} already; without one, {spelled(usual())} % counts.")


class _Reader:
    """Reads each field, and remembers what is wrong: then some value stands for it that nobody uses."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}

    def country(self, text: str) -> str:
        found = text.strip().upper()
        if found and not COUNTRY.fullmatch(found):
            self.errors["country"] = "Give a country by its two letters, like DE, or leave it empty for all."
        return found

    def product(self, text: str) -> str:
        found = text.strip()
        if len(found) > LONGEST_PRODUCT or any(unicodedata.category(each) in UNTYPED for each in found):
            self.errors["product"] = f"Give a product by its name, of at most {LONGEST_PRODUCT} characters."
        return found

    def day(self, text: str) -> date:
        try:
            found = date.fromisoformat(text.strip())
        except ValueError:
            found = date.min
        if not EARLIEST <= found <= LATEST:
            self.errors["starts_on"] = "Give a day as 2026-11-20."
            return EARLIEST
        return found

    def per_cent(self, text: str) -> Decimal:
        try:
            found = Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or not 0 < found <= WHOLE:
            self.errors["per_cent"] = "Give a number above 0 and up to 100, like 95."
            return usual()
        if found != round(found, PLACES):
            self.errors["per_cent"] = f"At most {PLACES} digits after the point."
        return found
