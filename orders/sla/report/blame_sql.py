"""The SQL that puts each late order down to one stage.

After each boundary that is known an order has a slack: what is left of its promise when all later stages take their
budgets. That is the promise less the budgets, less every overrun up to there. ``kept`` is the last boundary after which
it was not negative, -1 where it always was, ``broke`` the next one that is known. A boundary that is missing has no
slack of its own: the stages on both sides of it are one span, which both their budgets are for.
"""

from __future__ import annotations

from typing import Final

from orders.sla.report.blame_budgets import BOUNDARIES, CHAIN, Budgets, Lane
from orders.sla.report.definitions import Class
from orders.sla.report.periods import microseconds
from orders.sla.report.question import Promise, Question
from orders.sla.report.sql import Query, units

PROMISE: Final = "promise"
"""Put down to no stage, but to a promise that was shorter than all budgets together."""

UNEXPLAINED: Final = "unexplained"
"""The slack was used up in a span of several stages, of which nobody knows the ends."""

NUMBERS: Final = range(len(BOUNDARIES))
LAST: Final = NUMBERS[-1]
NEEDED: Final = (*BOUNDARIES, "first_promise", "promise", "shipping_method", "country")


def put_down(question: Question, source: str, columns: tuple[str, ...], budgets: Budgets) -> Query:
    """Each late order of a question once, with ``put`` (a stage of CHAIN, PROMISE or UNEXPLAINED), ``kept``, ``broke``,
    ``overrun`` in microseconds, and ``end0``... and ``slack0``... of each boundary.
    """
    asked = units(question, source, dict.fromkeys((*NEEDED, *columns)))
    promise = "first_promise" if question.promise is Promise.ORIGINAL else "promise"
    late = f"SELECT *, CAST(? AS BIGINT) AS now FROM ({asked.text}) AS units WHERE class = '{Class.LATE}'"  # noqa: S608  our own text
    text = _over(late, _known())
    text = _over(text, f"{_last('known{} IS NOT NULL')} AS far")
    text = _over(text, _ends())
    text = _over(text, ", ".join(f"{promise} - end{n} - {_left_after(n, budgets)} AS slack{n}" for n in NUMBERS))
    text = _over(text, f"{_last('slack{} >= 0')} AS kept")
    text = _over(text, f"{_broke()} AS broke")
    text = _over(text, f"{_put()} AS put, {_overrun()} AS overrun")
    return Query(text, [microseconds(question.as_of), *asked.values])


def _over(inner: str, columns: str) -> str:
    return f"SELECT *, {columns} FROM ({inner}) AS inside"  # noqa: S608  our own text


def _known() -> str:
    """Each boundary, where it had been reached by then."""
    return ", ".join(f"CASE WHEN {name} <= now THEN {name} END AS known{n}" for n, name in enumerate(BOUNDARIES))


def _ends() -> str:
    """What never arrived has stood in the stage after the last that it ended, until now."""
    still = "CASE WHEN NOT coalesce(done, false) AND far = {} THEN now END"
    later = (f"coalesce(known{n}, {still.format(n - 1)}) AS end{n}" for n in NUMBERS[1:])
    return ", ".join(["known0 AS end0", *later])


def _last(condition: str) -> str:
    """The last boundary of which something is so; -1 where it is of none."""
    return f"CASE {' '.join(f'WHEN {condition.format(n)} THEN {n}' for n in reversed(NUMBERS))} ELSE -1 END"


def _broke() -> str:
    return f"CASE {' '.join(f'WHEN kept < {n} AND slack{n} IS NOT NULL THEN {n}' for n in NUMBERS)} END"


def _put() -> str:
    stages = " ".join(f"WHEN kept = {n} AND broke = {n + 1} THEN '{stage}'" for n, stage in enumerate(CHAIN))
    return f"CASE WHEN broke = 0 THEN '{PROMISE}' {stages} ELSE '{UNEXPLAINED}' END"


def _overrun() -> str:
    """By how much the span took longer than its budgets; of a promise, by how much it was too short."""
    return f"{_chosen('kept')} - {_chosen('broke')}"


def _chosen(number: str) -> str:
    return f"coalesce(CASE {number} {' '.join(f'WHEN {n} THEN slack{n}' for n in NUMBERS)} END, 0)"


def _left_after(boundary: int, budgets: Budgets) -> str:
    usual = budgets.usual.left_after(boundary)
    lanes = [f"WHEN {_is(lane)} THEN {lane.left_after(boundary)}" for lane in budgets.lanes]
    return f"CASE {' '.join(lanes)} ELSE {usual} END" if lanes else str(usual)


def _is(lane: Lane) -> str:
    named = {"shipping_method": lane.shipping_method, "country": lane.country}
    return " AND ".join(f"{column} = '{value}'" for column, value in named.items() if value)
