"""Why a pause is not made or not ended."""

from __future__ import annotations

from support.commands.refusals import Refused


class PausedAlready(Refused):
    """It is paused here already."""

    def __init__(self) -> None:
        super().__init__("It is paused here already. Nothing was changed.")


class NotPaused(Refused):
    """There is nothing to resume."""

    def __init__(self) -> None:
        super().__init__("It is not paused here any more. Nothing was changed.")
