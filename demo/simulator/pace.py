"""What whoever starts the demo may choose of the played company."""

from __future__ import annotations

import os
from dataclasses import dataclass

SEED = 20_261_122
FASTEST = 1_000.0
LONGEST_DAYS = 60


class NotChosen(Exception):
    """What was chosen is not to be had; says what is."""


@dataclass(frozen=True, slots=True)
class Pace:
    """``speed`` times as fast as our time; ``days`` of history; ``seed`` decides all that chance does."""

    seed: int = SEED
    speed: float = 40.0
    days: float = 28.0

    @classmethod
    def chosen(cls) -> Pace:
        """As the environment says by SEED, SPEED and HISTORY_DAYS. Raises NotChosen."""
        usual = cls()
        return cls(
            int(_number("SEED", usual.seed, 0, 2**63)),
            _number("SPEED", usual.speed, 1, FASTEST),
            _number("HISTORY_DAYS", usual.days, 0, LONGEST_DAYS),
        )


def _number(name: str, usual: float, least: float, most: float) -> float:
    text = os.environ.get(name) or str(usual)
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise NotChosen(f"{name}={text} is no number from {least:g} to {most:g}.")
    return number
