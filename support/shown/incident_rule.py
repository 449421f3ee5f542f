"""How the rule came to open an incident, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import Final

from support.commands.people import called
from support.incidents.models import Dimension, Incident, Signal
from support.incidents.rule import DAYS, NEW

DIMENSIONS: Final[Mapping[str, str]] = {
    Dimension.PRINTER_PRODUCT: "printer and product",
    Dimension.TEMPLATE: "template version",
    Dimension.RENDERER: "renderer version",
    Dimension.FAILURE_CODE: "kind of failure",
}
LOOKED_AT: Final = (
    "The last orders of each {} are looked at every 15 seconds, from the last 4 to the last 1,024 together. An order "
    "counts once a day, however many lines and attempts it has."
)
CLAIMS_LOOKED_AT: Final = (
    "The claims of the last day about each printer and product are looked at every 15 seconds, against all its print "
    "jobs of two weeks. An order counts once."
)
EXPECTED: Final = (
    "What is to be expected is its own rate of the two weeks before; a subject with few orders is judged by everybody’s"
    f", which weighs as much as {NEW} orders of its own."
)
CHANCE: Final = (
    "Where nothing is wrong, so many or more go wrong by chance {}. Rates that differ from day to day without a cause "
    "are allowed for."
)
ENOUGH: Final = (
    f"That is less than the rule asks for, which is chosen so that in {DAYS} quiet days at most one incident is opened "
    "that is none."
)
CAUSE: Final = "Of everything that stood out together, this tells best what happened: it explains the rest."

SIZES: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
MOST: Final = 999


def rule_words(incident: Incident) -> Sequence[str]:
    """A sentence each."""
    if incident.opened_by is not None:
        return (f"{called(incident.opened_by)} opened it by hand; no rule had found it.",)
    claims = incident.signal == Signal.CLAIMS
    looked_at = CLAIMS_LOOKED_AT if claims else LOOKED_AT.format(DIMENSIONS[incident.dimension])
    return looked_at, EXPECTED, CHANCE.format(odds(incident.chance)), ENOUGH, CAUSE


def odds(chance: float) -> str:
    """ "once in 2 million times"."""
    if chance <= 0:
        return "hardly ever"
    times = 1 / chance
    rounded = round(times, -floor(log10(times)))
    for size, word in SIZES:
        if rounded >= size:
            return f"once in {min(rounded / size, MOST):,.0f} {word} times"
    return f"once in {rounded:,.0f} times"
