"""Why a printer's rules, templates or secrets are not changed."""

from __future__ import annotations

from typing import Final

from support.commands.refusals import Refused

MOST_LIVE: Final = 2
"""Secrets of a kind that count at once: the one in use, and the one that takes its place."""


class Overtaken(Refused):
    """Somebody else has changed it since it was looked at."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed this since you opened the page. See what holds now, then decide again.")


class TooManySecrets(Refused):
    """As many are live as may be."""

    def __init__(self) -> None:
        super().__init__("Two of this kind count already. Retire the one that is no longer used, then add another.")


class RetiredAlready(Refused):
    """It does not count any more."""

    def __init__(self) -> None:
        super().__init__("It is retired already. Nothing was changed.")
