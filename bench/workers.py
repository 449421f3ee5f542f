"""Processes that take both sides' turns when told to, all at the same time."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

import django

from bench.sides import Bare, Ours, Taken, streams
from orders.contract.tables import SOURCE_TABLES


class Workers:
    """So many processes, each with an engine and a bare loop of its own."""

    def __init__(self, pipes: list[Connection]) -> None:
        self.pipes = pipes

    def take(self, side: str) -> tuple[Taken, float]:
        """Have every process take a turn of ``side`` (ours, bare, pass); what they did, in how many seconds."""
        began = time.perf_counter()
        self.begin(side)
        return self.end(), time.perf_counter() - began

    def begin(self, turn: str | float) -> None:
        """Let every process begin a turn; a number lets the pump run for so many seconds."""
        for pipe in self.pipes:
            pipe.send(turn)

    def end(self) -> Taken:
        """What they did, once all have done it."""
        total = Taken()
        for pipe in self.pipes:
            total.add(pipe.recv())
        return total


@contextmanager
def working(processes: int) -> Iterator[Workers]:
    """Started and ready; ended with the block."""
    context = multiprocessing.get_context("spawn")
    ends = [context.Pipe() for _ in range(processes)]
    started = [context.Process(target=work, args=(end[1], n, processes)) for n, end in enumerate(ends)]
    for process in started:
        process.start()
    try:
        for here, _ in ends:
            here.recv()
        yield Workers([here for here, _ in ends])
    finally:
        for process in started:
            process.terminate()
            process.join()


def work(pipe: Connection, number: int, processes: int) -> None:
    """One process: takes the turns it is told to."""
    django.setup()
    ours, bare = Ours(number), Bare(streams(sorted(SOURCE_TABLES)[number::processes]))
    pipe.send(Taken())
    while True:
        turn = pipe.recv()
        ours.live()
        match turn:
            case "ours":
                pipe.send(ours.take())
            case "bare" | "pass":
                pipe.send(bare.take(write=turn == "bare"))
            case seconds:
                pipe.send(ours.run(seconds))
