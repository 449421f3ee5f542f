"""The targets as their page shows them: what counts today, and every version with when, by whom and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from support.targets.add import named, spelled
from support.targets.listing import Targets, last_day, subject_of, usual
from support.targets.models import Target

MOST: Final = 200
"""Versions shown of one subject; a target that changed more often says how often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """``until`` is None where no other follows; ``state`` tells whether it counts today."""

    per_cent: str
    starts_on: date
    until: date | None
    state: str
    mark: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTarget:
    """What is aimed at for one country, product, both or everything."""

    name: str
    country: str
    product: str
    now: str
    versions: Sequence[ShownVersion]
    more: int


def shown_targets(targets: Targets, today: date) -> list[ShownTarget]:
    """One for each subject that has or had a target, and one for everything."""
    subjects = list(dict.fromkeys([("", ""), *targets.subjects()]))
    return [_target(targets, country, product, today) for country, product in subjects]


def _target(targets: Targets, country: str, product: str, today: date) -> ShownTarget:
    mine = [each for each in targets.versions if subject_of(each) == (country, product)]
    return ShownTarget(
        name=named(country, product),
        country=country,
        product=product,
        now=spelled(targets.on(today, country, product)),
        versions=[_version(targets, each, today) for each in mine[:MOST]],
        more=max(0, len(mine) - MOST),
    )


def _version(targets: Targets, version: Target, today: date) -> ShownVersion:
    until = last_day(targets.versions, version)
    state, mark = _state(version, until, today)
    return ShownVersion(
        per_cent="none of its own" if version.per_cent is None else f"{spelled(version.per_cent)} %",
        starts_on=version.starts_on,
        until=until,
        state=state,
        mark=mark,
        by=version.by.get_full_name() or version.by.get_username(),
        at=version.at,
        reason=version.event.reason.text if hasattr(version.event, "reason") else "",
    )


def _state(version: Target, until: date | None, today: date) -> tuple[str, str]:
    if until is not None and until < version.starts_on:
        return "replaced before it counted", "idle"
    if version.starts_on > today:
        return "counts later", "warn"
    return ("counts today", "ok") if until is None or until >= today else ("over", "idle")


def usual_words() -> str:
    """What counts where nothing is set here."""
    return f"{spelled(usual())} %"
