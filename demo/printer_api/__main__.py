"""The played printers' API as a process of its own.

    python -m demo.printer_api PORT WEB

PORT is where it answers, WEB the address that it calls. DEMO_STATE, SPEED and SEED are as the demo gives them;
PRINTER_FAULTS=0 leaves all its faults away.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time

from demo.printer_api.book import Book
from demo.printer_api.hooks import call_for_ever
from demo.printer_api.kept import known, secrets_file
from demo.printer_api.server import by_chance, none, serve
from demo.simulator.pace import Pace
from demo.state import State

WAIT_SECONDS = 0.3


def main(port: int, web: str) -> int:
    """Answer and call until SIGTERM; the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stopping.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder, pace = State.of_checkout().folder, Pace.chosen()
    while not stopping.is_set() and not secrets_file(folder).exists():
        time.sleep(WAIT_SECONDS)
    if stopping.is_set():
        return 0
    secrets = known(folder)
    book = Book(secrets_file(folder).with_name("claims.json"), pace.speed, pace.seed)
    book.load()
    faults = none if os.environ.get("PRINTER_FAULTS") == "0" else by_chance(pace.seed)
    server = serve(book, {each: told["api"] for each, told in secrets.items()}, faults, port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    call_for_ever(book, web, {each: told["webhook"] for each, told in secrets.items()}, stopping.is_set)
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
