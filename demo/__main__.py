"""``python -m demo`` runs the demo; ``python -m demo reset`` forgets everything it has kept.

PORT chooses the port of the web server (8000), SIMULATE=0 starts with empty tables.
"""

from __future__ import annotations

import os
import shutil
import sys

from demo.lock import AlreadyRunning, only_one
from demo.run import REFUSED, run
from demo.state import State

MAX_PORT = 65535


def main(arguments: list[str]) -> int:
    """The exit status: 0 after a clean stop, 1 when something failed, 2 when it was not started at all."""
    state = State.of_checkout()
    if arguments not in ([], ["reset"]):
        print(__doc__, file=sys.stderr)
        return REFUSED
    port = os.environ.get("PORT") or "8000"
    if not (port.isdecimal() and 0 < int(port) <= MAX_PORT):
        print(f"PORT={port} is no port: choose one from 1 to {MAX_PORT}.", file=sys.stderr)
        return REFUSED
    try:
        with only_one(state.folder, None if arguments else int(port)):
            if arguments:
                return reset(state)
            return run(state, int(port), simulate=os.environ.get("SIMULATE", "1") != "0")
    except AlreadyRunning as refusal:
        print(f"{refusal} Stop it there with Ctrl-C first.", file=sys.stderr)
        return REFUSED


def reset(state: State) -> int:
    """Remove everything the demo has kept."""
    shutil.rmtree(state.folder)
    print("The demo's database, tables and logs are gone; `make demo` begins anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
