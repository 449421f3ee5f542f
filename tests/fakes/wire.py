"""What lies between one process and AWS: where calls are throttled, answers get lost and processes die."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from random import Random
from threading import Lock
from typing import TypeVar

from botocore.exceptions import ReadTimeoutError

from tests.fakes.errors import refusal

T = TypeVar("T")


class Fault(Enum):
    """What may happen to a call."""

    NONE = auto()
    THROTTLED = auto()
    """Not done, and AWS says so."""
    LOST = auto()
    """Done, and nobody hears of it."""
    REPEATED = auto()
    """Done, the answer is lost, and the client asks again by itself: done twice, the second answer is heard."""
    DIES_BEFORE = auto()
    DIES_AFTER = auto()
    PAUSED = auto()
    """The process stands still before the call, and others go on."""


class Killed(BaseException):
    """The process is gone. No Exception: nothing on the way may take it for a failure and go on."""


Choose = Callable[[str], Fault]


def no_fault(_: str) -> Fault:
    """Every call goes well."""
    return Fault.NONE


class Wire:
    """One process's connection. ``choose`` says what happens to each call, by its name."""

    def __init__(self, choose: Choose = no_fault, paused: Callable[[], None] = lambda: None) -> None:
        self.choose = choose
        self.paused = paused
        self.calls = 0
        self.dead = False
        self._lock = Lock()

    def call(self, name: str, operation: Callable[[], T]) -> T:
        """Make a call. Raises Killed where the process died, here or before."""
        with self._lock:
            if self.dead:
                raise Killed
            self.calls += 1
            fault = self.choose(name)
            self.dead = fault in (Fault.DIES_BEFORE, Fault.DIES_AFTER)
        if fault is Fault.DIES_BEFORE:
            raise Killed
        if fault is Fault.THROTTLED:
            raise refusal("ProvisionedThroughputExceededException", name)
        if fault is Fault.PAUSED:
            self.paused()
        answer = operation()
        if fault is Fault.LOST:
            raise ReadTimeoutError(endpoint_url="memory")
        if fault is Fault.DIES_AFTER:
            raise Killed
        return operation() if fault is Fault.REPEATED else answer


class Chance:
    """Chooses faults at random, each call's by its share; a call that is to kill comes at ``dies_in`` calls."""

    def __init__(self, rng: Random, shares: dict[Fault, float], dies_in: int | None = None) -> None:
        self.rng = rng
        self.faults, self.weights = list(shares), list(shares.values())
        self.dies_in = dies_in

    def __call__(self, _: str) -> Fault:
        if self.dies_in is not None:
            self.dies_in -= 1
            if self.dies_in < 0:
                return self.rng.choice((Fault.DIES_BEFORE, Fault.DIES_AFTER))
        point = self.rng.random()
        for fault, weight in zip(self.faults, self.weights, strict=True):
            point -= weight
            if point < 0:
                return fault
        return Fault.NONE
