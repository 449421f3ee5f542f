"""Why a wish does not become a command: each is answered in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class Refused(Exception):
    """It makes no sense, or is not allowed, as things stand; the message says why and what to do instead. ``code`` says
    the same to programs.
    """

    def __init__(self, words: str, code: str = "refused") -> None:
        super().__init__(words)
        self.code = code


class KeyUsed(Refused):
    """The key stands for another wish already."""

    def __init__(self) -> None:
        super().__init__("This was sent before, asking for something else. Nothing was changed; see what came of it.")


class AboveLimit(Refused):
    """It makes sense, and is more than whoever asks may ask for."""


class Busy(Exception):
    """Others hold the order for longer than anybody should wait; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Others are asking something of this order at this moment. Nothing was changed; try again.")


class NotThere(Exception):
    """The order, its line or its print job is not known."""


class NotAllowed(Exception):
    """Whoever asks does not hold the permission."""


class Stale(Exception):
    """The order has changed since it was looked at."""

    def __init__(self, version: int) -> None:
        super().__init__("The order has changed since you looked at it. See whether this still makes sense.")
        self.version = version


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """What is under way already: a ``command``, ``render`` or ``print_job``, since when, and asked for by whom."""

    kind: str
    id: str
    state: str
    since: datetime | None
    by: str = ""


class UnderWay(Exception):
    """The same is under way already, whoever asked for it."""

    def __init__(self, existing: Existing) -> None:
        super().__init__("This is under way already.")
        self.existing = existing


class Invalid(Exception):
    """A field of the wish says what it cannot say; ``errors`` are in words, by field."""

    def __init__(self, **errors: str) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors
