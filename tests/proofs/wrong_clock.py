"""``python -m tests.proofs.wrong_clock SECONDS SCHEDULE``: a beat with a wrong clock, which anchors the audit often."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

ANCHOR_SECONDS = 3.0


def main() -> None:
    """Run until it is killed."""
    off, schedule = float(sys.argv[1]), Path(sys.argv[2])
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=off), tick=True):
        os.environ["DJANGO_SETTINGS_MODULE"] = "dashboard.settings"
        # Imported under the wrong clock, as on a machine that has one.
        from dashboard.celery import app  # noqa: PLC0415

        app.conf.beat_schedule["anchor-audit"]["schedule"] = ANCHOR_SECONDS
        app.start(["beat", "--schedule", str(schedule), "--pidfile", ""])


if __name__ == "__main__":
    main()
