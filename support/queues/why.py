"""Why a row is in its queue and what is to be done about it, in the words of the order's page."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from orders.answer.failures import failure_words
from orders.answer.words import in_words, sentence
from orders.contract.model import CommandKind
from orders.queues import QueueRow
from support.queues.at_risk import WAITS_FOR
from support.queues.names import AT_RISK, COMMANDS, ESCALATED, QUEUES
from support.reasons import reasons


class Why(NamedTuple):
    """Two sentences: why it is here, and what comes next."""

    why: str
    next: str


WISHES: Final = {
    CommandKind.RENDER: "A render",
    CommandKind.REPRINT: "A reprint",
    CommandKind.REROUTE: "A reprint elsewhere",
    CommandKind.CANCEL_PRINT_JOB: "A cancellation",
}
UNSAID: Final = {
    "stuck_uploads": "The design is in a state that we do not know",
    "stuck_renders": "The render is in a state that we do not know",
    "no_movement": "No scan since",
    "late": "Promised and not delivered; the order is",
}


def why(row: QueueRow) -> Why:
    """Both sentences for a row, whatever its code says."""
    if row.words:
        return Why(row.words, QUEUES[row.queue].next)
    match row.queue:
        case "failed_renders":
            words = failure_words(row.code)
            return Why(words.explanation, sentence(words.next))
        case str() if row.queue == ESCALATED:
            reason = code_words(row.queue, row.code) or "for a reason that nobody gave"
            return Why(f"Delivered, and escalated: {reason}.", QUEUES[row.queue].next)
        case str() if row.queue == COMMANDS:
            wish = code_words(row.queue, row.code) or "something"
            return Why(sentence(f"{wish} was asked for, and nothing was seen of it"), QUEUES[row.queue].next)
    known = _words().get(row.queue, {}).get(row.code)
    return known or Why(_unsaid(row), QUEUES[row.queue].next)


def code_words(queue: str, code: str) -> str:
    """A code as a filter has it."""
    if queue == COMMANDS and code in set(CommandKind):
        return WISHES[CommandKind(code)]
    if queue == AT_RISK and code in WAITS_FOR:
        return WAITS_FOR[code]
    reason = reasons().get(code) if queue == ESCALATED else None
    return reason.label if reason else in_words(code)


@cache
def _words() -> dict[str, dict[str, Why]]:
    """By queue and code."""
    told = tomllib.loads(Path(__file__).with_name("why.toml").read_text(encoding="utf-8"))
    return {queue: {code: Why(**words) for code, words in codes.items()} for queue, codes in told.items()}


def _unsaid(row: QueueRow) -> str:
    """What is said where there are no words for the code."""
    begin, said = UNSAID.get(row.queue, "Reported as"), in_words(row.code)
    return f"{begin}: {said}." if said else QUEUES[row.queue].what
