"""What a printer was told by its API, and what it said by signed calls, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.urls import reverse

from orders.answer.model import Tone
from support.commands.people import called
from support.printer_api.mend import may_again
from support.printer_api.message import Act
from support.printer_api.models import ENDED_BADLY, CallState, PrinterCall
from support.printer_rules.rules import Meaning
from support.shown.notes import Mask
from support.webhooks.body import Unreadable, read
from support.webhooks.effect import words
from support.webhooks.models import Webhook

CALL_STATES: Final = MappingProxyType(
    {
        CallState.WAITING: "Waiting to be said",
        CallState.SENDING: "Being said",
        CallState.DONE: "Taken",
        CallState.REFUSED: "Refused",
        CallState.GIVEN_UP: "Given up",
    }
)
ACTS: Final = MappingProxyType(
    {
        Act.OPEN: "{printer} is told of the problem by its API",
        Act.ANSWER: "{printer} is written to again by its API",
        Act.CLOSE: "{printer} is told by its API that nothing more is needed",
    }
)
MEANINGS: Final = MappingProxyType(
    {
        Meaning.ACKNOWLEDGED: ("Acknowledged", Tone.IDLE),
        Meaning.EVIDENCE: ("Wants evidence", Tone.WARN),
        Meaning.APPROVED: ("Approved", Tone.OK),
        Meaning.REJECTED: ("Rejected", Tone.FAIL),
        Meaning.CREDITED: ("Credited", Tone.OK),
        Meaning.RESOLVED: ("Closed there", Tone.IDLE),
        Meaning.NOTED: ("News", Tone.IDLE),
    }
)
NOT_KNOWN: Final = ("Not understood yet", Tone.WARN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWord:
    """One of them. ``said`` is a sentence, ``who`` of us said it; ``text`` are the printer's own words, masked.
    ``again`` is where it is sent again, "" where whoever looks may not, or it needs none.
    """

    anchor: str
    at: datetime
    tone: Tone
    label: str
    said: str
    who: str
    text: str = ""
    trouble: str = ""
    again: str = ""
    open: bool = False


def told_words(calls: Sequence[PrinterCall], printer: str, *, may_mend: bool) -> Iterator[ShownWord]:
    """What we told it: all calls of one escalation."""
    for call in calls:
        state = CallState(call.state)
        known = f", as {call.reference}" if call.reference else ""
        again = may_mend and may_again(call, calls)
        yield ShownWord(
            anchor=f"call-{call.pk}",
            at=call.asked_at,
            tone=Tone.FAIL if state in ENDED_BADLY else Tone.WARN if call.trouble else Tone.IDLE,
            label=CALL_STATES[state],
            said=ACTS[Act(call.act)].format(printer=printer) + known,
            who=called(call.person) if call.person else "Printdesk",
            trouble=call.trouble,
            again=reverse("escalation-call-again", args=[call.escalation_id, call.pk]) if again else "",
            open=state in (CallState.WAITING, CallState.SENDING),
        )


def heard_words(calls: Sequence[Webhook], printer: str, mask: Mask) -> Iterator[ShownWord]:
    """What it called about one escalation."""
    for call in calls:
        label, tone = MEANINGS[Meaning(call.meaning)] if call.meaning else NOT_KNOWN
        yield ShownWord(
            anchor=f"heard-{call.pk}",
            at=call.heard_at,
            tone=tone,
            label=label,
            said=f"{printer} calls",
            who="",
            text=mask(_text(call)),
            open=call.processed_at is None,
        )


def _text(call: Webhook) -> str:
    """Its own words, as the step that they led to keeps them; its status alone where the rest is gone."""
    try:
        return words(read(bytes(call.body)))
    except Unreadable:
        return f"“{call.raw_status}”"
