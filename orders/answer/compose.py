"""The whole answer: where an order is, is it late, whose move it is, what happens next and by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from orders.answer.case import Case, deciding
from orders.answer.clock import Clock, known
from orders.answer.facts import NOBODY_KNOWN, OrderFacts, order_facts
from orders.answer.late import is_late, promise_words
from orders.answer.lines import line_answer, line_case
from orders.answer.model import Answer, Move, Reply, Stage, Tone
from orders.answer.remarks import remarks
from orders.answer.reply import NO_WORDS, Words, reply_for
from orders.answer.situation import Situation
from orders.answer.words import sentence
from orders.contract.model import Printer
from orders.snapshot import OrderSnapshot

STUCK = 5
NOT_AWAITED = frozenset({Stage.PAYMENT, Stage.CANCELLED})
MOVES = {
    Move.CUSTOMER: "the customer's",
    Move.OURS: "ours",
    Move.PRINTER: "the printer's",
    Move.CARRIER: "the carrier's",
}


def answer(
    snapshot: OrderSnapshot,
    *,
    now: datetime,
    locale: str = "",
    printers: Mapping[str, Printer] = NOBODY_KNOWN,
    tz: tzinfo = UTC,
    words: Words = NO_WORDS,
) -> Answer:
    """The answer at ``now``; ``locale`` is the customer's (BCP 47), ``tz`` the zone in which dates are told, ``words``
    are those changed since Printdesk came.
    """
    facts = order_facts(snapshot, Clock(now, tz), printers)
    cases = tuple(line_case(line) for line in facts.lines)
    case = deciding(facts, cases)
    late, move = is_late(facts), case.said.move or case.situation.move
    tone = Tone.WARN if late and case.situation.tone in {Tone.OK, Tone.IDLE} else case.situation.tone
    return Answer(
        situation=case.situation.name,
        label=case.situation.label,
        tone=tone,
        stage=case.situation.stage,
        whose_move=move,
        sentence=_sentence(facts, case, move),
        next=case.said.next[:1].upper() + case.said.next[1:],
        due_at=known(case.said.due_at),
        late=late,
        reply=_reply(facts, case, locale, words, late=late),
        lines=tuple(line_answer(each, awaited=facts.awaited) for each in cases),
    )


def awaits_delivery(situation: Situation[Any]) -> bool:
    """Whether something is still to arrive, so that the reply may speak of the promise."""
    return situation.open and situation.stage not in NOT_AWAITED


def is_calm(situation: Situation[Any]) -> bool:
    """Whether nothing is in the way, so that the reply may repeat the promise."""
    return situation.severity < STUCK


def _reply(facts: OrderFacts, case: Case, locale: str, words: Words, *, late: bool) -> Reply:
    return reply_for(
        facts,
        case.said.reply or case.situation.reply,
        locale,
        page=case.said.page,
        late=late,
        awaited=awaits_delivery(case.situation),
        calm=is_calm(case.situation),
        words=words,
    )


def _sentence(facts: OrderFacts, case: Case, move: Move) -> str:
    waiting = case.situation.open
    moved = f"The move is {MOVES[move]}: {case.said.next}" if case.said.next and move in MOVES else ""
    said = "as promised" in case.said.next
    promise = promise_words(facts, stuck=case.situation.severity >= STUCK) if waiting and not said else ""
    parts = (*case.told, *remarks(facts), moved, promise)
    return " ".join(sentence(part) for part in parts if part)
