"""What is true of an order whatever the time: for lists, stored beside the order."""

from __future__ import annotations

from orders.answer.case import deciding
from orders.answer.clock import Clock
from orders.answer.facts import NOBODY_KNOWN, order_facts
from orders.answer.lines import line_case
from orders.answer.model import Standing
from orders.snapshot import OrderSnapshot


def standing(snapshot: OrderSnapshot) -> Standing:
    """What is true of an order at any time: nothing is overdue in it, only states count."""
    facts = order_facts(snapshot, Clock(), NOBODY_KNOWN)
    cases = tuple(line_case(line) for line in facts.lines)
    situation = deciding(facts, cases).situation
    return Standing(
        situation=situation.name,
        label=situation.label,
        tone=situation.tone,
        stage=situation.stage,
        severity=situation.severity,
        open=situation.open,
    )
