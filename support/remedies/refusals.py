"""Why a problem is not made right as it was wanted: the part that stands in the way, and what it says."""

from __future__ import annotations

from support.commands.refusals import Refused
from support.remedies.wanted import Part


class PartRefused(Exception):
    """One part cannot be done as things stand, so nothing was; ``cause`` is how that part refused."""

    def __init__(self, part: Part, cause: Exception) -> None:
        super().__init__(str(cause) or type(cause).__name__)
        self.part = part
        self.cause = cause


class OtherPlan(Refused):
    """What would be done now is not what was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Something has changed since this was shown, so that other things would be done now. Nothing was done; see "
            "what would be.",
            "other_plan",
        )
