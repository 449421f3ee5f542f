"""An order's derived rows: its place in the customer's list, how it is found, its deadlines, its SLA fact, what was
done for it by printers and renderers, and what commands made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orders.activity import activities, activity_row
from orders.answer.standing import standing
from orders.contract.model import Order, Print, PrintJob, Record, Render, Shipment
from orders.deadlines import Deadline, deadlines
from orders.delivery import order_delivered, promise_of
from orders.find.rows import order_rows
from orders.projections import keys, payload
from orders.projections.search import search_row
from orders.sla.facts import SCHEMA_VERSION, facts
from orders.snapshot import OrderSnapshot
from orders.store import Row

DEADLINE_TEXT = 60
"""A queue row stays at about 250 bytes, so that a queue of thousands is a handful of reads."""


def derive(order_id: str, records: Iterable[Record], prints: Mapping[str, Print]) -> list[Row]:
    """Every derived row of the order."""
    order = snapshot(order_id, records, prints)
    rows = [search_row(row) for row in order_rows(order)]
    rows += [_deadline_row(order, deadline) for deadline in deadlines(order)]
    rows += _customer_rows(order)
    rows += _fact_rows(order)
    rows += _made_rows(order)
    rows += [activity_row(activity) for activity in activities(order)]
    return rows


def needs(records: Iterable[Record]) -> set[str]:
    """The prints the order's rows name: how far an upload is decides whether the order is stuck."""
    named: set[str] = set()
    for record in records:
        if isinstance(record, Order):
            named.update(line.print_id for line in record.lines)
        elif isinstance(record, Render):
            named.add(record.print_id)
    return {print_id for print_id in named if keys.usable(print_id)}


def snapshot(order_id: str, records: Iterable[Record], prints: Mapping[str, Print]) -> OrderSnapshot:
    """The records of one order, each list oldest first whatever order the rows came in."""
    own = list(records)
    renders = [record for record in own if isinstance(record, Render)]
    jobs = [record for record in own if isinstance(record, PrintJob)]
    parcels = [record for record in own if isinstance(record, Shipment)]
    return OrderSnapshot(
        order_id=order_id,
        order=next((record for record in own if isinstance(record, Order)), None),
        renders=tuple(sorted(renders, key=lambda r: (r.line_id, r.attempt, str(r.queued_at), r.render_id))),
        print_jobs=tuple(sorted(jobs, key=lambda j: (str(j.submitted_at or j.updated_at), j.print_job_id))),
        parcels=tuple(sorted(parcels, key=lambda p: (str(p.handed_over_at or p.updated_at), p.shipment_id))),
        prints=prints,
    )


def _customer_rows(order: OrderSnapshot) -> list[Row]:
    """The order in its customer's list; the one row a state change always rewrites."""
    bought = order.order
    if bought is None or not keys.usable(bought.user_id):
        return []
    stands, promise, delivered = standing(order), promise_of(bought), order_delivered(order)
    key = (
        keys.open_order(bought.user_id, stands.severity, order.order_id)
        if stands.open
        else keys.past_order(bought.user_id, bought.placed_at, order.order_id)
    )
    summary = {
        "order_id": order.order_id,
        "order_number": bought.order_number,
        "situation": stands.situation,
        "label": stands.label,
        "tone": stands.tone,
        "severity": stands.severity,
        "open": stands.open,
        "placed_at": bought.placed_at and bought.placed_at.isoformat(),
        "promise": promise.isoformat() if promise else None,
        "delivered_at": delivered.at.isoformat() if delivered and delivered.at else None,
        "total": bought.total,
        "currency": bought.currency,
        "country": bought.ship_to.country if bought.ship_to else "",
        "items": len(order.lines),
    }
    return [{"pk": key[0], "sk": key[1], "payload": payload.pack(summary)}]


def _deadline_row(order: OrderSnapshot, deadline: Deadline) -> Row:
    pk, sk = keys.queue_entry(deadline.queue, deadline.due_at, order.order_id, deadline.sub)
    address, promise = (order.order.ship_to if order.order else None), promise_of(order.order)
    texts = {
        "number": order.order.order_number if order.order else "",
        "line": deadline.line_id,
        "code": deadline.code,
        "printer": deadline.printer_id,
        "product": deadline.product,
        "template": deadline.template,
        "country": address.country if address else "",
        "cur": deadline.currency,
    }
    times = {"since": deadline.since, "promise": promise}
    row: Row = {"pk": pk, "sk": sk, "order": order.order_id, "value": deadline.value}
    row |= {name: text[:DEADLINE_TEXT] for name, text in texts.items() if text}
    return row | {name: int(at.timestamp()) for name, at in times.items() if at}


def _fact_rows(order: OrderSnapshot) -> list[Row]:
    if order.order is None:
        return []
    placed = order.order.placed_at
    pk, sk = keys.fact(placed.date().isoformat() if placed else "undated", order.order_id)
    return [{"pk": pk, "sk": sk, "payload": payload.pack({"schema": SCHEMA_VERSION, "facts": facts(order)})}]


def _made_rows(order: OrderSnapshot) -> list[Row]:
    """What each command made: the render or print job that carries its id, the first where several do."""
    made: dict[str, Row] = {}
    own: list[tuple[str, str, Render | PrintJob]] = [("renders", each.render_id, each) for each in order.renders]
    own += [("print_jobs", each.print_job_id, each) for each in order.print_jobs]
    for table, key, record in own:
        if keys.usable(record.command_id) and record.command_id not in made:
            pk, sk = keys.made_by(record.command_id, order.order_id)
            about = {"order": order.order_id, "table": table, "key": key, "state": record.state.value}
            made[record.command_id] = {"pk": pk, "sk": sk, **about}
    return list(made.values())
