"""The backend at work: plays what is due, writes it, and answers commands, until it is told to stop."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from demo.artefacts.filling import Filling
from demo.simulator import commands, saved, state_machine, tables
from demo.simulator.folder import Folder
from demo.simulator.world import World, Written

TURN_SECONDS = 0.2
SAVE_SECONDS = 5
SLEPT_SECONDS = 60
"""A longer pause between two turns means that the machine slept, or the demo was stopped."""
MOST_ACTS = 200
PAUSE_SECONDS = 2

log = logging.getLogger(__name__)

Task = tuple[str, dict[str, Any]]
"""The token by which a command is answered, and the command."""


class Backend:
    """Plays one world in our time."""

    def __init__(
        self, world: World, folder: Folder, speed: float, arrived: SimpleQueue[Task], pictures: Filling
    ) -> None:
        self.world = world
        self.speed = speed
        self.folder = folder
        self.pictures = pictures
        self._arrived = arrived
        self._unwritten: list[Written] = []
        self._answers: list[tuple[str, str]] = []
        self._saved_at = 0.0
        self._turned_at = world.clock.ours(world.now)

    def run(self, is_over: Callable[[], bool]) -> None:
        """Until ``is_over``, or the world is lost with the cloud that held its tables."""
        while not is_over() and self.folder.world.exists():
            try:
                self.turn(time.time())
            except (BotoCoreError, ClientError) as error:
                # Nothing is lost: what could not be written is written in the next turn, before anything else.
                log.warning("the cloud does not answer: %s", error)
            time.sleep(TURN_SECONDS)
        self.save()

    def turn(self, ours: float) -> None:
        """Everything that is due at a moment of ours: written first, then answered, then saved."""
        if ours - self._turned_at > SLEPT_SECONDS or self.speed != self.world.clock.speed:
            self.world.clock.slept(self._turned_at, ours, self.speed)
        self._turned_at = ours
        self.world.scenarios = self.folder.scenarios()
        self.folder.tell(self.world.scenarios)
        self._play(self.world.clock.company(ours))
        self._take_commands()
        self._write()
        self._answer()
        if time.monotonic() - self._saved_at > SAVE_SECONDS:
            self.save()

    def save(self) -> None:
        """Keep the world, unless it was lost meanwhile; only after what it wrote is in the tables."""
        self._write()
        self._saved_at = time.monotonic()
        if self.folder.world.exists():
            saved.save(self.world, self.folder.world)

    def _play(self, until: float) -> None:
        """Acts up to a moment of the company; what is too much for one turn is left to the next."""
        for _ in range(MOST_ACTS):
            if self.world.next_at > until:
                self.world.now = max(self.world.now, until)
                return
            self._unwritten += self.world.step()

    def _take_commands(self) -> None:
        while not self._arrived.empty():
            token, command = self._arrived.get()
            try:
                commands.take(self.world, command, tables.fetch)
            except commands.Refused as refusal:
                self._answers.append((token, str(refusal)))
            else:
                self._answers.append((token, ""))
            self._unwritten += self.world.take_written()

    def _write(self) -> None:
        """In order; a batch that fails is written again whole, which changes nothing where it had arrived."""
        if self._unwritten:
            tables.write(self._unwritten)
            for row in self._unwritten:
                self.pictures.want(row.table, row.item or {})
            self._unwritten = []

    def _answer(self) -> None:
        while self._answers:
            token, refusal = self._answers.pop(0)
            try:
                if refusal:
                    state_machine.refuse(token, refusal)
                else:
                    state_machine.accept(token)
            except ClientError as error:
                # Nobody waits for the answer any longer; the rows tell what became of the command.
                log.warning("no answer taken: %s", error)


class Listener(Thread):
    """Takes commands as they arrive, in a thread of its own: asking for one takes up to a minute."""

    def __init__(self) -> None:
        super().__init__(name="commands", daemon=True)
        self.arrived: SimpleQueue[Task] = SimpleQueue()
        self.stopped = Event()

    def run(self) -> None:
        """Until ``stopped`` is set, or the process ends."""
        while not self.stopped.is_set():
            try:
                task = state_machine.next_task()
            except (BotoCoreError, ClientError) as error:
                log.warning("no command taken: %s", error)
                self.stopped.wait(PAUSE_SECONDS)
            else:
                if task is not None:
                    self.arrived.put(task)
