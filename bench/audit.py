"""How long it takes to verify the audit, and how much memory, beside the bare reading and hashing of the same rows.

Method: PostgreSQL alone, on this machine. A chain of EVENTS events (a million unless the environment says otherwise)
is made as the product makes it, every tenth with a reason, every hundredth of those erased, and copied in. Then the
whole chain is verified as the daily task does it; before and after that the same columns are read in parts of the same
size and hashed with SHA-256, without any check. Rates are events a second, ``ratio`` is bare time over ours. Memory is
that of this process, after a twentieth of the chain and at its most. EVENTS=200000 and nice 19 will do for a look.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import django

from bench.world import database

OUT = Path(".bench/audit.json")
EVENTS = int(os.environ.get("EVENTS", "1000000"))


def main() -> int:
    """Fill, verify, print, write ``.bench/audit.json``; 1 where the chain does not hold."""
    with database():
        django.setup()
        from bench.chain import measure  # noqa: PLC0415  Django's settings are only known now

        told = measure(EVENTS)
    print(f"{'events':>10}{'seconds':>9}{'ours/s':>9}{'bare/s':>9}{'ratio':>7}{'MB at 5 %':>11}{'MB at most':>12}")
    print(
        f"{told.events:>10}{told.seconds:>9.1f}{told.rate:>9.0f}{told.bare_rate:>9.0f}{told.ratio:>7.2f}"
        f"{told.memory_early:>11.1f}{told.memory_most:>12.1f}"
    )
    OUT.parent.mkdir(exist_ok=True)
    figures = {"rate": told.rate, "bare_rate": told.bare_rate, "ratio": told.ratio}
    OUT.write_text(json.dumps({"method": __doc__, **asdict(told), **figures}, indent=2))
    return 1 if told.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
