"""Where the rows of each queue come from: the deadline rows of the projection, what SQL knows, or scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from orders.bought import orders_of
from orders.contract.model import Order, OrderState
from orders.delivery import promise_of
from orders.queues import QueueRow, Waiting, read_queue
from orders.store import live_store
from support.commands.models import Command
from support.commands.states import State
from support.escalations.models import CLOSED, Escalation
from support.queues.at_risk import waiting_at_risk
from support.queues.names import AT_RISK, COMMANDS, ESCALATED

DELIVERED: Final = frozenset({OrderState.DELIVERED, OrderState.CLOSED})
MOST_IN_SQL: Final = 2_000
"""Each hundred orders behind rows of SQL cost a batch read."""


def waiting(queue: str, now: datetime) -> Waiting:
    """What waits in a queue, due longest first. Raises what DynamoDB and PostgreSQL do."""
    read = _ELSEWHERE.get(queue)
    return read(now) if read else read_queue(live_store(), queue, now)


def _overdue_commands(_now: datetime) -> Waiting:
    found = list(Command.objects.filter(state=State.OVERDUE).order_by("overdue_at", "pk")[: MOST_IN_SQL + 1])
    bought = orders_of(live_store(), [command.order_id for command in found])
    rows = [_of_command(command, bought.get(command.order_id)) for command in found[:MOST_IN_SQL]]
    return _in_order(rows, more=len(found) > MOST_IN_SQL)


def _escalated(_now: datetime) -> Waiting:
    """A delivered order by its own word: reading the parcels of each would take a Query an order."""
    live = Escalation.objects.exclude(state__in=CLOSED).exclude(order_id="")
    found = list(live.order_by("opened_at", "pk")[: MOST_IN_SQL + 1])
    bought = orders_of(live_store(), [escalation.order_id for escalation in found])
    rows = [
        _of_escalation(escalation, order)
        for escalation in found[:MOST_IN_SQL]
        if (order := bought.get(escalation.order_id)) and (order.state in DELIVERED or order.delivered_at)
    ]
    return _in_order(rows, more=len(found) > MOST_IN_SQL)


_ELSEWHERE: Final[Mapping[str, Callable[[datetime], Waiting]]] = MappingProxyType(
    {COMMANDS: _overdue_commands, ESCALATED: _escalated, AT_RISK: waiting_at_risk}
)


def _in_order(rows: Iterable[QueueRow], *, more: bool) -> Waiting:
    """As the projection has them: by when they are due, then by what they are about."""
    return Waiting(tuple(sorted(rows, key=lambda row: (row.due_at, row.order_id, row.sub))), more)


def _of_command(command: Command, order: Order | None) -> QueueRow:
    return QueueRow(
        queue=COMMANDS,
        order_id=command.order_id,
        sub=command.pk,
        due_at=command.overdue_at or command.requested_at,
        since=command.requested_at,
        promise=promise_of(order),
        number=order.order_number if order else "",
        line_id=command.line_id,
        code=command.kind,
        printer=command.printer_id,
        product=_product(order, command.line_id),
        country=_country(order),
        value=command.cost,
        currency=command.currency,
    )


def _of_escalation(escalation: Escalation, order: Order) -> QueueRow:
    return QueueRow(
        queue=ESCALATED,
        order_id=escalation.order_id,
        sub=escalation.pk,
        due_at=escalation.opened_at,
        since=escalation.opened_at,
        promise=promise_of(order),
        number=order.order_number,
        line_id=escalation.line_id,
        code=escalation.reason,
        printer=escalation.printer_id,
        product=_product(order, escalation.line_id),
        country=_country(order),
        value=_worth(order, escalation.line_id),
        currency=order.currency,
    )


def _product(order: Order | None, line_id: str) -> str:
    lines = order.lines if order else ()
    return next((line.product for line in lines if line.line_id == line_id), "")


def _country(order: Order | None) -> str:
    return order.ship_to.country if order and order.ship_to else ""


def _worth(order: Order, line_id: str) -> int:
    """What the customer paid for the line, or for the whole order."""
    line = next((line for line in order.lines if line.line_id == line_id), None)
    return line.unit_price * line.quantity if line else order.total
