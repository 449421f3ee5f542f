"""The played backend as a process of its own.

    python -m demo.simulator load                            write its history, unless it is there, and end
    python -m demo.simulator run                             play on, and answer commands
    python -m demo.simulator digest --seed 7 --steps 5000    prove that a seed decides everything

``load`` and ``run`` find settings, DEMO_STATE, SIMULATE, SEED, SPEED and HISTORY_DAYS in the environment, as the demo
gives them. ``load`` says how far it is on its standard output: "written total", a line each.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time

from demo.artefacts.filling import Filling
from demo.simulator import history, saved, state_machine, steps, tables
from demo.simulator.clock import Clock
from demo.simulator.folder import Folder
from demo.simulator.live import Backend, Listener
from demo.simulator.mails import Postman
from demo.simulator.pace import SEED, Pace
from demo.simulator.world import World
from demo.state import State

WAIT_SECONDS = 0.3


def main(arguments: list[str]) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="python -m demo.simulator", description="The played backend.")
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("load")
    what.add_parser("run")
    proof = what.add_parser("digest")
    proof.add_argument("--seed", type=int, default=SEED)
    proof.add_argument("--steps", type=int, default=5_000)
    asked = parser.parse_args(arguments)
    folder = Folder(State.of_checkout().folder / "simulator")
    if asked.what == "digest":
        print(steps.digest(asked.seed, asked.steps))
    elif asked.what == "load":
        load(folder)
    else:
        run(folder)
    return 0


def load(folder: Folder) -> None:
    """Write what the company did so far, unless the tables hold it already, and keep the world as it is then."""
    if folder.world.exists() and tables.hold(saved.load(folder.world)):
        return
    world, written = history.play(Pace.chosen(), time.time())
    tables.write(written, lambda done, total: print(done, total, flush=True))
    saved.save(world, folder.world)


def run(folder: Folder) -> None:
    """Play until SIGTERM; where history is to come first, wait for it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    state_machine.create()
    listener, pictures = Listener(), Filling()
    listener.start()
    pictures.start()
    Postman().start()
    pace = Pace.chosen()
    if os.environ.get("SIMULATE", "1") == "0" and not folder.world.exists():
        saved.save(idle(pace, time.time()), folder.world)
    while not stopping:
        if folder.world.exists():
            Backend(saved.load(folder.world), folder, pace.speed, listener.arrived, pictures).run(
                lambda: bool(stopping)
            )
        time.sleep(WAIT_SECONDS)


def idle(pace: Pace, now: float) -> World:
    """A company in which nothing happens unless a command asks for it."""
    return World(pace.seed, Clock.with_history(now, 0, pace.speed), now)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
