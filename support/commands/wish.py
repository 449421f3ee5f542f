"""What somebody wants, before anybody has looked whether it can be."""

from __future__ import annotations

from dataclasses import dataclass

from orders.answer.failures import failures
from orders.contract.model import CommandKind
from orders.projections import keys
from support.commands.refusals import Invalid
from support.reasons import reasons

LONGEST_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """``line_id`` or ``print_job_id`` says about what; ``printer_id`` where it is to be printed elsewhere.

    ``cause`` is a reason's code (for a render also a failure's), ``words`` what somebody adds to it. ``version`` is
    the order's as it was looked at, None where nobody looked. ``key`` is the same as often as one wish is sent.
    ``overrides`` names the replacement that is there already and is to be gone beside.
    """

    kind: CommandKind
    order_id: str
    line_id: str = ""
    print_job_id: str = ""
    printer_id: str = ""
    cause: str = ""
    words: str = ""
    version: int | None = None
    key: str = ""
    overrides: str = ""

    def check(self) -> None:
        """Raises Invalid for what could never be."""
        for name in ("line_id", "print_job_id", "printer_id", "overrides"):
            text = getattr(self, name)
            if text and not keys.usable(text):
                raise Invalid(**{name: "This is no id."})
        if not 0 < len(self.key) <= LONGEST_KEY or not self.key.isprintable():
            raise Invalid(key="A key is 1 to 100 printable characters.")
        if self.cause not in causes(self.kind):
            raise Invalid(cause="Choose a cause from the list." if self.cause else "Say what the cause is.")
        if self.kind is CommandKind.REROUTE and not self.printer_id:
            raise Invalid(printer_id="Say which printer is to print it.")


def causes(kind: CommandKind) -> frozenset[str]:
    """The codes that may be a command's cause."""
    codes = frozenset(reasons())
    return codes | frozenset(failures()) if kind is CommandKind.RENDER else codes
