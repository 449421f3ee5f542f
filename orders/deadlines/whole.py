"""The deadlines of a whole order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orders.contract.model import OrderState
from orders.deadlines.make import made_with
from orders.deadlines.model import Deadline
from orders.deadlines.steps import line_deadlines
from orders.delivery import order_delivered, promise_of
from orders.lines import LineView, line_views
from orders.snapshot import OrderSnapshot

FINISHED = frozenset({OrderState.CANCELLED, OrderState.CLOSED})
UNPAID = frozenset({OrderState.AWAITING_PAYMENT, OrderState.PAYMENT_FAILED})


def deadlines(snapshot: OrderSnapshot) -> tuple[Deadline, ...]:
    """Every deadline an order still has, first due first; none once it is cancelled, closed or unpaid."""
    if not awaited(snapshot):
        return ()
    views = line_views(snapshot)
    found = [due for view in views for due in line_deadlines(snapshot, view)]
    found += _promise(snapshot, views)
    unique = {(due.queue, due.sub): due for due in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda due: (due.due_at, due.queue, due.sub)))


def awaited(snapshot: OrderSnapshot) -> bool:
    """Whether anybody has to do anything for it.

    Nobody has once it is cancelled, closed or, without any parcel, delivered by its own word; nor before it is
    paid or begun. What has arrived with parcels may still be reprinted.
    """
    order = snapshot.order
    if order is None:
        return True
    if not snapshot.parcels and order_delivered(snapshot):
        return False
    begun = order.paid_at or snapshot.print_jobs or snapshot.parcels
    return order.state not in FINISHED and (order.state not in UNPAID or bool(begun))


def _promise(snapshot: OrderSnapshot, views: Sequence[LineView]) -> list[Deadline]:
    """That the order arrives as promised; it names the printer and product of the first line that has not."""
    order, promise = snapshot.order, promise_of(snapshot.order)
    if order is None or promise is None or order_delivered(snapshot):
        return []
    view = next((view for view in views if view.delivered is None), None)
    due = Deadline(
        queue="late",
        sub="",
        line_id="",
        since=order.placed_at,
        due_at=promise,
        code=order.raw_state or order.state,
        why="promised and not delivered",
        value=order.total,
        currency=order.currency,
    )
    return [replace(due, **made_with(view)) if view else due]
