"""How long Find and the order page take, beside the bare DynamoDB calls they make, in one run.

Method: the embedded parts and the web server with two processes, all on this machine. The projection is filled
with the real week, then with ten times it. Each page is asked for over HTTP by one client, then by eight at once,
signed in as an agent, with real values of random orders; beside it, the same Queries and batch reads alone, with
the same client settings, by as many threads. p50 and p95 in milliseconds, nearest rank; ``ratio`` is page over bare.
The emulator's Query takes longer the more rows a partition has; DynamoDB's does not.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import django

from bench.world import LOG, running

OUT = Path(".bench/pages.json")


def main() -> int:
    """Run it all, print the table, write it to ``.bench/pages.json``."""
    if not LOG.is_file():
        print(f"The real week is not here: it is read from {LOG}.", file=sys.stderr)
        return 1
    with running() as url:
        django.setup()
        from bench.measure import measure  # noqa: PLC0415  Django's settings are only known now

        figures = list(measure(url))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([asdict(figure) | {"ratio": figure.ratio} for figure in figures], indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
