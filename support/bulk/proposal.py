"""What somebody wants done with many orders, before anybody has looked whether it can be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

from orders.projections import keys
from support.bulk.acts import COPYING, KINDS
from support.bulk.models import Action
from support.commands.refusals import Invalid
from support.commands.wish import LONGEST_KEY, causes
from support.escalations.models import Severity
from support.notes.words import checked
from support.reasons import reasons

MOST: Final = 10_000
"""Rows that can be chosen at once: as many as a queue lists."""

LONGEST_ORDER_NUMBER: Final = 60
NO_WORDS: Final = "Say what has happened, so that others can follow why this was done."


@dataclass(frozen=True, slots=True)
class Chosen:
    """One row: a line of an order, or the whole order where ``line_id`` is empty. ``print_job_id`` where a particular
    print job is meant, ``order_number`` where it is known.
    """

    order_id: str
    line_id: str = ""
    print_job_id: str = ""
    order_number: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``source`` says how the rows were chosen, as ``BulkJob.source``. ``words`` are the reason for the audit, ``text``
    those of the notes or escalations. ``key`` is the same as often as one proposal is sent. ``start`` has the job begin
    as soon as it is worked out.
    """

    action: Action
    chosen: Sequence[Chosen]
    source: Mapping[str, Any]
    cause: str = ""
    words: str = ""
    text: str = ""
    severity: str = ""
    printer_id: str = ""
    key: str = ""
    start: bool = False

    def check(self) -> None:
        """Raises Invalid for what could never be."""
        if not 0 < len(self.key) <= LONGEST_KEY or not self.key.isprintable():
            raise Invalid(key="A key is 1 to 100 printable characters.")
        self._check_chosen()
        if self.action in KINDS and self.cause not in causes(KINDS[self.action]):
            raise Invalid(cause="Choose a cause from the list." if self.cause else "Say what the cause is.")
        if self.action in COPYING and not self.words.strip():
            raise Invalid(words=NO_WORDS)
        if self.printer_id and (self.action is not Action.REROUTE or not keys.usable(self.printer_id)):
            raise Invalid(printer_id="A printer is chosen only where the rows are to be printed elsewhere, by its id.")
        if self.action not in KINDS:
            checked(self.text)
        if self.action is Action.ESCALATE:
            self._check_escalation()

    def _check_chosen(self) -> None:
        if not self.chosen:
            raise Invalid(selection="Select at least one row.")
        if len(self.chosen) > MOST:
            raise Invalid(selection=f"Select at most {MOST:,} rows at once.")
        for row in self.chosen:
            ids = (row.order_id, *(each for each in (row.line_id, row.print_job_id) if each))
            if not all(keys.usable(each) for each in ids):
                raise Invalid(selection="One of the rows has an id that is none.")

    def _check_escalation(self) -> None:
        if self.cause not in reasons():
            raise Invalid(cause="Choose a cause from the list." if self.cause else "Say what the cause is.")
        if self.severity not in ("", *Severity.values):
            raise Invalid(severity="Choose how bad it is from the list.")

    @property
    def rows(self) -> list[Chosen]:
        """What was chosen, each line once, in the order in which they were chosen."""
        found: dict[tuple[str, str], Chosen] = {}
        for row in self.chosen:
            found.setdefault((row.order_id, row.line_id), row)
        return list(found.values())

    @property
    def content(self) -> str:
        """SHA-256 of what the key stands for; without what somebody wrote, which is compared as it is."""
        said = (self.action, self.cause, self.severity, self.printer_id, [astuple(row)[:3] for row in self.rows])
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def said(self) -> str:
        """The words of the notes or escalations as they are kept; "" where none are written."""
        return "" if self.action in KINDS else checked(self.text)
