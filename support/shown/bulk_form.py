"""The form that confirms a bulk job: what would be done with how many rows, and all that has to be said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from orders.answer.failures import failures
from orders.contract.model import Printer
from orders.printers import every_printer
from support.bulk.acts import COPYING, KINDS
from support.bulk.models import Action
from support.bulk.selection import Selection
from support.escalations.models import Severity
from support.printers.fit import choices
from support.printers.pauses import paused
from support.reasons import Group, Party, Reason, groups
from support.shown.bulk import Source, row_words, source_of, verb_words
from support.shown.commands import cause_words

DOING: Final = frozenset({Party.PRINTER, Party.CARRIER})
"""Who has to have gone wrong where the files are well."""

FITS: Final[Mapping[Action, Callable[[Reason], bool]]] = {
    Action.RENDER: lambda reason: reason.rerender,
    Action.REPRINT: lambda reason: reason.code != "duplicate_order",
    Action.REROUTE: lambda reason: reason.party in DOING,
    Action.ESCALATE: lambda reason: reason.party in DOING,
}
"""Which reasons are one for which action; what an action is not in here needs none."""

USUAL: Final = {"dispatch_late": "late", "late": "late", "returned": "returned"}
"""The reason that a queue's rows mostly have."""

EXPLAINED: Final = {
    Action.RENDER: "Each line is rendered again from what the customer has uploaded by now.",
    Action.REPRINT: "Each print job is printed again at the printer that had it.",
    Action.REROUTE: "Each print job is made anew by another printer. The one that has it is not told to stop.",
    Action.ESCALATE: "Each becomes an escalation of its own; where one is open already, the row is left out.",
    Action.NOTE: "The same note is written on each order.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed so far."""

    cause: str = ""
    words: str = ""
    text: str = ""
    severity: str = ""
    printer_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the form says of the rows that were selected. ``sealed`` is the selection as a field."""

    action: Action
    rows: int
    at: datetime
    source: Source
    sealed: str
    key: str
    beyond: int
    causes: Sequence[Group]
    printers: Sequence[Printer]
    typed: Typed
    problem: str = ""
    field: str = ""

    @property
    def title(self) -> str:
        """ "Reprint 598 rows"."""
        return verb_words(self.action, self.rows)

    @property
    def counted(self) -> str:
        """ "598 rows"."""
        return row_words(self.rows)

    @property
    def explained(self) -> str:
        """What the action does to each row."""
        return EXPLAINED[self.action]

    @property
    def severities(self) -> list[tuple[str, str]]:
        """How bad it may be, with words."""
        return [("", "As usual for the cause"), *((each.value, str(each.label)) for each in Severity)]

    @property
    def draft(self) -> str:
        """Where what is typed is kept."""
        return draft_place(self.action)

    @property
    def is_command(self) -> bool:
        """Whether the backend is asked for something."""
        return self.action in KINDS

    @property
    def copies(self) -> bool:
        """Whether it costs money."""
        return self.action in COPYING


def draft_place(action: Action) -> str:
    """The name of the draft of what is typed in the form of an action."""
    return f"bulk:{action}"


def confirmation(
    selection: Selection, sealed: str, key: str, typed: Typed, *, problem: str = "", field: str = ""
) -> Confirmation:
    """The form for what was selected, with what was typed, or with what its rows have in common."""
    action = selection.action
    causes = list(_causes(selection))
    offered = {reason.code for group in causes for reason in group.reasons}
    likely = next((code for code in _likely(selection) if code in offered), "")
    return Confirmation(
        action=action,
        rows=len(selection.rows),
        at=selection.at,
        source=source_of(selection.source),
        sealed=sealed,
        key=key,
        beyond=selection.beyond,
        causes=causes,
        printers=_printers(selection) if action is Action.REROUTE else (),
        typed=replace(typed, cause=typed.cause or likely),
        problem=problem,
        field=field,
    )


def _causes(selection: Selection) -> Iterator[Group]:
    """The reasons that fit; for renders the failures too, first."""
    fits = FITS.get(selection.action)
    if fits is None:
        return
    if selection.action is Action.RENDER:
        yield Group("The render failed", tuple(map(_failure, failures())))
    for group in groups():
        fitting = tuple(filter(fits, group.reasons))
        if fitting:
            yield Group(group.label, fitting)


def _failure(code: str) -> Reason:
    return Reason(code=code, label=cause_words(code).capitalize(), party=Party.US, undispatched=Party.US)


def _likely(selection: Selection) -> tuple[str, str]:
    return selection.code, USUAL.get(str(selection.source.get("queue", "")), "")


def _printers(selection: Selection) -> list[Printer]:
    """Those that could take the rows now."""
    able = choices(every_printer(), paused(), selection.product, selection.holder)
    return [choice.printer for choice in able if not choice.why]
