"""Which target counts on a day for what goes to a country, of a product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from support.targets.models import Target

MOST: Final = 5000


@dataclass(frozen=True, slots=True)
class Targets:
    """All versions, those of one subject from the last to the first. Read once, they answer for any day."""

    versions: Sequence[Target]

    def version_on(self, day: date, country: str = "", product: str = "") -> Target | None:
        """The version that counts; None where the setting does."""
        for subject in narrowest(country, product):
            found = next(
                (each for each in self.versions if subject_of(each) == subject and each.starts_on <= day), None
            )
            if found is not None and found.per_cent is not None:
                return found
        return None

    def on(self, day: date, country: str = "", product: str = "") -> Decimal:
        """In per cent."""
        found = self.version_on(day, country, product)
        return usual() if found is None or found.per_cent is None else found.per_cent

    def steps(self, start: date, end: date, country: str = "", product: str = "") -> list[tuple[date, Decimal]]:
        """From which day on which target counts, from ``start`` to ``end``; one where none changes in between."""
        begins = sorted({each.starts_on for each in self.versions if start < each.starts_on <= end})
        found = [(start, self.on(start, country, product))]
        for day in begins:
            value = self.on(day, country, product)
            if value != found[-1][1]:
                found.append((day, value))
        return found

    def subjects(self) -> list[tuple[str, str]]:
        """What there are versions of, lanes first."""
        return sorted({subject_of(each) for each in self.versions}, key=lambda each: (each == ("", ""), each))


def target_on(day: date, country: str = "", product: str = "") -> Decimal:
    """How much is to come as promised, in per cent, on a day: the narrowest target, a lane's before a product's, or the
    setting where none is. One query.
    """
    subjects = narrowest(country, product)
    found = [each for each in _newest_first() if each.starts_on <= day and subject_of(each) in subjects]
    return Targets(found).on(day, country, product)


def all_targets() -> Targets:
    """Every version: one query."""
    return Targets(list(_newest_first()[:MOST]))


def subject_of(version: Target) -> tuple[str, str]:
    """Of which country and product a version is."""
    return version.country, version.product


def narrowest(country: str, product: str) -> list[tuple[str, str]]:
    """Whose target counts, in this order."""
    return list(dict.fromkeys([(country, product), (country, ""), ("", product), ("", "")]))


def usual() -> Decimal:
    """What counts where there is no target."""
    return Decimal(str(settings.SLA_TARGET_PCT))


def last_day(versions: Iterable[Target], version: Target) -> date | None:
    """Until which day a version counts, that included: a day before its first where it never counts, None where no
    other follows.
    """
    mine = [each for each in versions if subject_of(each) == subject_of(version)]
    later = [each.starts_on for each in mine if (each.starts_on, each.pk) > (version.starts_on, version.pk)]
    return min(later) - timedelta(days=1) if later else None


def _newest_first() -> QuerySet[Target]:
    shown = Target.objects.select_related("by", "event__reason")
    return shown.order_by("-starts_on", "-pk")
