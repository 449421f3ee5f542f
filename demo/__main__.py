"""``python -m demo`` runs the demo; ``python -m demo reset`` forgets everything it has kept; ``python -m demo
scenario`` lists and switches the trouble that its company can have.

PORT chooses the port of the web server (8000). SIMULATE=0 starts with empty tables and without traffic. SPEED says
how many times faster than ours the company's time runs (40; from 1 to 1000), SEED which company it is, HISTORY_DAYS
how much of its past is there (28).
"""

from __future__ import annotations

import os
import shutil
import sys

from demo import trouble
from demo.lock import AlreadyRunning, only_one
from demo.run import REFUSED, run
from demo.simulator.pace import NotChosen, Pace
from demo.state import State

MAX_PORT = 65535


def main(arguments: list[str]) -> int:
    """The exit status: 0 after a clean stop, 1 when something failed, 2 when it was not started at all."""
    state = State.of_checkout()
    if arguments[:1] == ["scenario"]:
        return trouble.main(state, arguments[1:])
    if arguments not in ([], ["reset"]):
        print(__doc__, file=sys.stderr)
        return REFUSED
    try:
        port = chosen_port()
        Pace.chosen()
        with only_one(state.folder, None if arguments else port):
            if arguments:
                return reset(state)
            return run(state, port, simulate=os.environ.get("SIMULATE", "1") != "0")
    except AlreadyRunning as refusal:
        print(f"{refusal} Stop it there with Ctrl-C first.", file=sys.stderr)
    except NotChosen as refusal:
        print(refusal, file=sys.stderr)
    return REFUSED


def chosen_port() -> int:
    """PORT of the environment. Raises NotChosen."""
    port = os.environ.get("PORT") or "8000"
    if not (port.isdecimal() and 0 < int(port) <= MAX_PORT):
        raise NotChosen(f"PORT={port} is no port: choose one from 1 to {MAX_PORT}.")
    return int(port)


def reset(state: State) -> int:
    """Remove everything the demo has kept."""
    shutil.rmtree(state.folder)
    print("The demo's database, tables and logs are gone; `make demo` begins anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
