"""The engine at work beside a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from threading import Event, Thread

from django.core.management import CommandError, call_command

from orders.streams import resync
from orders.streams.engine import Engine


@contextmanager
def pumping(engine: Engine) -> Iterator[None]:
    """A pump at work beside the test."""
    done = Event()

    def work() -> None:
        while not done.is_set():
            engine.pump().run(0, 1.5)

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def resync_all(engine: Engine, *tables: str) -> int:
    """Run the resyncs of some tables, or every one that is needed, beside a pump; how many rows were mended."""
    mended = 0
    with pumping(engine):
        for table in tables or resync.needed(engine.control):
            run = resync.Resync(engine, table)
            assert run.run()
            mended += run.mended
    return mended


def digest_of(engine: Engine, *options: str) -> str:
    out = StringIO()
    with pumping(engine):
        try:
            call_command("projection_digest", *options, stdout=out, stderr=out)
        except CommandError as error:
            out.write(str(error))
    return out.getvalue()
