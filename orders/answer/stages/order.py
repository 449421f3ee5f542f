"""What is true of a whole order before its lines are looked at: payment, holds, cancellation."""

from __future__ import annotations

from orders.answer.facts import OrderFacts
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.words import in_words, quote
from orders.contract.model import Order, OrderState, PrintJobState
from orders.delivery import parcel_delivered, promise_of

S = OrderState
ACTORS = {
    "user": "the customer",
    "customer": "the customer",
    "agent": "us",
    "printer": "the printer",
    "system": "the system",
}
HOLD_REASONS = {
    "unavailable": "something that was ordered is not available",
    "payment_review": "the payment is being reviewed",
    "fraud_review": "the payment is being reviewed",
    "address": "the address has to be checked",
    "address_check": "the address has to be checked",
    "content_review": "its content is being reviewed",
    "customer_request": "the customer asked for it",
    "stock": "a material is out of stock",
}
STOPPED_JOBS = frozenset({PrintJobState.CANCELLED, PrintJobState.REJECTED})


def _in(facts: OrderFacts, *states: OrderState) -> Order | None:
    return facts.order if facts.order is not None and facts.order.state in states else None


@situation(
    "Cancelled, yet delivered",
    short="cancelled and delivered",
    tone=Tone.WARN,
    stage=Stage.CANCELLED,
    move=Move.OURS,
    severity=5,
    open=False,
    reply="cancelled_yet_sent",
)
def cancelled_yet_delivered(facts: OrderFacts) -> Said | None:
    """Cancelled, and something arrived."""
    order = _in(facts, S.CANCELLED)
    arrived = [parcel_delivered(parcel) for parcel in facts.snapshot.parcels]
    if order is None or not any(arrived):
        return None
    when = max((done.at for done in arrived if done and done.at), default=None)
    return Said(
        sentence=f"{_cancelled(order, facts)}, and yet a parcel was delivered{facts.clock.at(when)}",
        next="decide whether the customer keeps it or sends it back",
    )


@situation(
    "Cancelled, yet on its way",
    short="cancelled and on the way",
    tone=Tone.FAIL,
    stage=Stage.CANCELLED,
    move=Move.OURS,
    severity=6,
    reply="cancelled_yet_sent",
)
def cancelled_yet_on_its_way(facts: OrderFacts) -> Said | None:
    """Cancelled, and a parcel is with the carrier."""
    order = _in(facts, S.CANCELLED)
    on_its_way = [p for p in facts.snapshot.parcels if p.handed_over_at and p.state != "cancelled"]
    if order is None or not on_its_way:
        return None
    return Said(
        sentence=f"{_cancelled(order, facts)}, and yet a parcel was handed to the carrier"
        f"{facts.clock.at(on_its_way[-1].handed_over_at)}",
        next="try to stop the parcel, and tell the customer",
    )


@situation(
    "Cancelled, yet printing",
    short="cancelled and being printed",
    tone=Tone.FAIL,
    stage=Stage.CANCELLED,
    move=Move.OURS,
    severity=6,
    reply="cancelled",
)
def cancelled_yet_printing(facts: OrderFacts) -> Said | None:
    """Cancelled, and a printer still has a live job."""
    order = _in(facts, S.CANCELLED)
    live = [job for job in facts.snapshot.print_jobs if job.state not in STOPPED_JOBS]
    if order is None or not live:
        return None
    printer = facts.printers.get(live[-1].printer_id)
    who = printer.name if printer and printer.name else "a printer"
    return Said(
        sentence=f"{_cancelled(order, facts)}, but {who} still has a print job for it that was not cancelled",
        next="cancel the print job, if it is not too late",
    )


@situation(
    "Cancelled", short="cancelled", tone=Tone.IDLE, stage=Stage.CANCELLED, move=Move.NOBODY, severity=0, open=False
)
def cancelled(facts: OrderFacts) -> Said | None:
    """Cancelled, and nothing was made."""
    order = _in(facts, S.CANCELLED)
    return Said(sentence=f"{_cancelled(order, facts)}; nothing more will happen") if order else None


def _cancelled(order: Order, facts: OrderFacts) -> str:
    actor = ACTORS.get(order.cancelled_by) or in_words(order.cancelled_by)
    by = f" by {actor}" if actor else ""
    return f"The order was cancelled{by}{facts.clock.at(order.cancelled_at or order.updated_at)}"


@situation(
    "Cancel requested", short="being cancelled", tone=Tone.WARN, stage=Stage.CANCELLED, move=Move.OURS, severity=4
)
def cancel_requested(facts: OrderFacts) -> Said | None:
    """Somebody asked to cancel; it is not settled."""
    order = _in(facts, S.CANCEL_REQUESTED)
    if order is None:
        return None
    live = any(job.state not in STOPPED_JOBS for job in facts.snapshot.print_jobs)
    return Said(
        sentence=f"The order is to be cancelled, as asked{facts.clock.at(order.updated_at)}"
        + (", but a printer already has it" if live else ", and no printer has it yet"),
        next="see whether the printer can still stop" if live else "confirm the cancellation",
    )


@situation("On hold", short="on hold", tone=Tone.WARN, stage=Stage.PAYMENT, move=Move.OURS, severity=6)
def on_hold(facts: OrderFacts) -> Said | None:
    """Somebody stopped it for a reason."""
    order = _in(facts, S.ON_HOLD)
    if order is None:
        return None
    raw, since = in_words(order.hold_reason), facts.clock.since(order.updated_at)
    known = HOLD_REASONS.get(order.hold_reason)
    reason = f": {known}" if known else f" with the reason {quote(raw)}" if raw else ", and no reason is given"
    return Said(
        sentence=f"The order {'has been' if since else 'is'} on hold{since}{reason}",
        next="settle the reason and release the order, or cancel it",
        explanation=f"The backend's reason is {quote(order.hold_reason)}." if raw else "",
        advice="Nothing moves while an order is on hold; its promise goes on all the same.",
    )


@situation("Payment failed", short="unpaid", tone=Tone.WARN, stage=Stage.PAYMENT, move=Move.CUSTOMER, severity=3)
def payment_failed(facts: OrderFacts) -> Said | None:
    """The payment was refused."""
    order = _in(facts, S.PAYMENT_FAILED)
    if order is None or facts.under_way or order.paid_at:
        return None
    return Said(
        sentence=f"Nothing has been started, because the payment failed{facts.clock.at(order.updated_at)}",
        next="pay again, or in another way",
    )


@situation("Awaiting payment", short="unpaid", tone=Tone.IDLE, stage=Stage.PAYMENT, move=Move.CUSTOMER, severity=2)
def awaiting_payment(facts: OrderFacts) -> Said | None:
    """Placed, not paid."""
    order = _in(facts, S.AWAITING_PAYMENT)
    if order is None or facts.under_way or order.paid_at:
        return None
    return Said(
        sentence=f"The order has not been paid; it was placed{facts.clock.at(order.placed_at)}",
        next="pay",
    )


@situation(
    "Delivered late",
    short="delivered late",
    tone=Tone.WARN,
    stage=Stage.DONE,
    move=Move.NOBODY,
    severity=0,
    open=False,
    reply="delivered_late",
)
def delivered_late_unseen(facts: OrderFacts) -> Said | None:
    """Without parcels, by the order's own word, after the promise."""
    order, promise = _delivered_unseen(facts), promise_of(facts.order)
    if order is None or not promise or not order.delivered_at or order.delivered_at <= promise:
        return None
    return Said(
        sentence=f"The order was delivered{facts.clock.at(order.delivered_at)}, "
        f"{facts.clock.after(promise, order.delivered_at)}; "
        "no parcel of it is known"
    )


@situation(
    "Delivered",
    short="delivered",
    tone=Tone.OK,
    stage=Stage.DONE,
    move=Move.NOBODY,
    severity=0,
    open=False,
    reply="delivered",
)
def delivered_unseen(facts: OrderFacts) -> Said | None:
    """Without parcels, by the order's own word."""
    order = _delivered_unseen(facts)
    if order is None:
        return None
    return Said(sentence=f"The order was delivered{facts.clock.at(order.delivered_at)}; no parcel of it is known")


def _delivered_unseen(facts: OrderFacts) -> Order | None:
    return facts.order if facts.delivered and not facts.snapshot.parcels else None


@situation("Closed", short="closed", tone=Tone.IDLE, stage=Stage.DONE, move=Move.NOBODY, severity=0, open=False)
def closed(facts: OrderFacts) -> Said | None:
    """Closed without a delivery that we know of."""
    order = _in(facts, S.CLOSED)
    if order is None or facts.delivered:
        return None
    promise = promise_of(order)
    promised = f", though it was promised for {facts.clock.day(promise)}" if promise else ""
    return Said(
        sentence=f"The order was closed{facts.clock.at(order.updated_at)}; no delivery of it is known{promised}"
    )


@situation(
    "Not known", short="unknown", tone=Tone.WARN, stage=Stage.UNKNOWN, move=Move.OURS, severity=4, reply="preparing"
)
def order_unknown(facts: OrderFacts) -> Said | None:
    """Neither the order's row nor any other."""
    if facts.order is not None or facts.lines:
        return None
    return Said(
        sentence="Nothing is known of this order: its row is missing or was purged",
        next="wait for its row, or ask whether it was erased",
    )


@situation(
    "No items",
    short="without items",
    tone=Tone.WARN,
    stage=Stage.UNKNOWN,
    move=Move.OURS,
    severity=4,
    reply="preparing",
)
def no_items(facts: OrderFacts) -> Said | None:
    """The order's row says what it is, but not what is in it."""
    order = facts.order
    if order is None or facts.lines:
        return None
    state = in_words(order.raw_state)
    return Said(
        sentence="The order has no items, no print job and no parcel"
        + (f", though its state is {quote(state)}" if state else ""),
        next="find out what was ordered",
        explanation="The backend's row lists nothing that could be made.",
        advice="Ask the person on call whether the order was stored whole.",
    )


SITUATIONS = (
    cancelled_yet_delivered,
    cancelled_yet_on_its_way,
    cancelled_yet_printing,
    cancelled,
    cancel_requested,
    on_hold,
    payment_failed,
    awaiting_payment,
    delivered_late_unseen,
    delivered_unseen,
    closed,
    order_unknown,
    no_items,
)
