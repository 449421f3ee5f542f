"""How the audit stands: when it was last verified and anchored, with what result, and what somebody must see to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.utils import timezone

from support.audit.models import KeptAnchor, Verification
from support.models import AuditEvent

UNVERIFIED: Final = timedelta(days=2)
UNANCHORED: Final = timedelta(hours=3)


class AlarmName(StrEnum):
    """Its value is the anchor in the runbook."""

    DOES_NOT_HOLD = "the-audit-does-not-hold"
    NOT_VERIFIED = "the-audit-is-not-verified"
    NOT_ANCHORED = "the-audit-is-not-anchored"


@dataclass(frozen=True, slots=True)
class Alarm:
    """``text`` says what is so now."""

    name: AlarmName
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``verified`` is the last verification with a result, ``running`` one that waits or runs, ``failed`` the newest
    where it had no result. ``events`` is the number of the newest event, ``since`` the time of the first.
    """

    now: datetime
    verified: Verification | None
    running: Verification | None
    failed: Verification | None
    anchor: KeptAnchor | None
    events: int
    since: datetime | None
    anchored: bool

    @property
    def faults(self) -> int:
        """How many faults the last result names."""
        return self.verified.faults if self.verified else 0

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What somebody must see to now."""
        return tuple(self._alarms())

    def _alarms(self) -> Iterator[Alarm]:
        if self.faults:
            said = "A fault was found" if self.faults == 1 else f"{self.faults} faults were found"
            yield Alarm(AlarmName.DOES_NOT_HOLD, f"{said} in the audit: it is not as it was written.")
        if self._silent(self.verified.ended_at if self.verified else None, UNVERIFIED):
            yield Alarm(AlarmName.NOT_VERIFIED, "The audit was not verified for more than two days.")
        if self.anchored and self._silent(self.anchor.at if self.anchor else None, UNANCHORED):
            yield Alarm(
                AlarmName.NOT_ANCHORED, "The end of the audit was not kept elsewhere for more than three hours."
            )

    def _silent(self, last: datetime | None, longest: timedelta) -> bool:
        """Whether the last time, or the first event where there was none, is too long ago."""
        last = last or self.since
        return last is not None and self.now - last > longest


def standing() -> Standing:
    """As it is now: four small queries."""
    rows = Verification.objects.order_by("-pk")
    newest = rows.filter(ended_at__isnull=False).first()
    events = AuditEvent.objects.order_by("number").values_list("number", "at")
    first, last = events.first(), events.last()
    return Standing(
        now=timezone.now(),
        verified=newest if newest and not newest.trouble else rows.filter(ended_at__isnull=False, trouble="").first(),
        running=rows.filter(ended_at=None).first(),
        failed=newest if newest and newest.trouble else None,
        anchor=KeptAnchor.objects.order_by("-at").first(),
        events=last[0] if last else 0,
        since=first[1] if first else None,
        anchored=bool(settings.AUDIT_BUCKET),
    )
