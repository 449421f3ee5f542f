"""What each change of state is called in the timeline: kind, words, mark, and who did it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from orders.answer.model import Stage, Tone


class Actor(StrEnum):
    """Who did it, as a role; printers and carriers are named where their name is known."""

    CUSTOMER = "customer"
    RENDERER = "renderer"
    PRINTER = "printer"
    CARRIER = "carrier"
    BACKEND = "backend"


@dataclass(frozen=True, slots=True)
class Words:
    """``text`` may hold {noun}, {printer} and {carrier}; ``rank`` orders what happened at the same moment."""

    text: str
    tone: Tone
    actor: Actor
    stage: Stage
    rank: int


def _table(stage: Stage, actor: Actor, rank: int, *rows: tuple[str, str, Tone]) -> dict[str, Words]:
    return {state: Words(text, tone, actor, stage, rank + index) for index, (state, text, tone) in enumerate(rows)}


OK, WARN, FAIL, IDLE = Tone.OK, Tone.WARN, Tone.FAIL, Tone.IDLE

ORDERS = (
    _table(
        Stage.PAYMENT,
        Actor.CUSTOMER,
        0,
        ("placed", "Order placed", OK),
        ("awaiting_payment", "Payment awaited", IDLE),
        ("payment_failed", "Payment failed", WARN),
        ("paid", "Order paid", OK),
    )
    | _table(
        Stage.PRODUCTION,
        Actor.BACKEND,
        5,
        ("confirmed", "Order confirmed", OK),
        ("preparing", "Order in preparation", IDLE),
        ("in_production", "Order in production", IDLE),
        ("partially_shipped", "Order partly shipped", IDLE),
        ("shipped", "Order shipped", IDLE),
        ("on_hold", "Order put on hold", WARN),
        ("cancel_requested", "Cancellation of the order requested", WARN),
    )
    | _table(
        Stage.DONE,
        Actor.BACKEND,
        80,
        ("partially_delivered", "Order partly delivered", IDLE),
        ("delivered", "Order delivered", OK),
        ("closed", "Order closed", IDLE),
        ("cancelled", "Order cancelled", WARN),
    )
)
PRINTS = _table(
    Stage.UPLOAD,
    Actor.CUSTOMER,
    15,
    ("draft", "{noun}: design begun", IDLE),
    ("submitted", "{noun}: design sent", OK),
    ("uploading", "{noun}: photos being uploaded", OK),
    ("upload_stalled", "{noun}: upload stalled", WARN),
    ("assets_missing", "{noun}: a photo is missing or unreadable", FAIL),
    ("abandoned", "{noun}: design abandoned", WARN),
    ("uploaded", "{noun}: all photos uploaded", OK),
    ("layout_adjusted", "{noun}: layout adjusted", OK),
    ("locked", "{noun}: design locked", OK),
)
RENDERS = _table(
    Stage.RENDER,
    Actor.RENDERER,
    30,
    ("queued", "{noun}: render queued", IDLE),
    ("rendering", "{noun}: rendering began", IDLE),
    ("preflight", "{noun}: rendered, files being checked", IDLE),
    ("ready", "{noun}: files ready for print", OK),
    ("failed", "{noun}: render failed", FAIL),
    ("superseded", "{noun}: render replaced by a later attempt", IDLE),
    ("cancelled", "{noun}: render cancelled", WARN),
)
PRINT_JOBS = _table(
    Stage.PRODUCTION,
    Actor.PRINTER,
    40,
    ("created", "{noun}: print job made for {printer}", IDLE),
    ("submitted", "{noun}: sent to {printer}", OK),
    ("accepted", "{noun}: accepted by {printer}", OK),
    ("rejected", "{noun}: rejected by {printer}", FAIL),
    ("files_ready", "{noun}: files taken over by {printer}", OK),
    ("file_error", "{noun}: {printer} cannot use the files", FAIL),
    ("in_production", "{noun}: in production at {printer}", OK),
    ("printed", "{noun}: printed at {printer}", OK),
    ("binding", "{noun}: being bound at {printer}", OK),
    ("quality_control", "{noun}: in quality control at {printer}", OK),
    ("packed", "{noun}: packed at {printer}", OK),
    ("on_hold", "{noun}: held by {printer}", WARN),
    ("error", "{noun}: error at {printer}", FAIL),
    ("cancel_requested", "{noun}: {printer} asked to cancel", WARN),
    ("cancel_refused", "{noun}: {printer} refused to cancel", WARN),
    ("cancelled", "{noun}: print job cancelled at {printer}", WARN),
    ("dispatched", "{noun}: dispatched, says {printer}", OK),
)
SHIPMENTS = _table(
    Stage.DELIVERY,
    Actor.CARRIER,
    60,
    ("label_created", "Parcel labelled for {carrier}", IDLE),
    ("handed_over", "Parcel handed to {carrier}", OK),
    ("picked_up", "Parcel picked up by {carrier}", OK),
    ("in_transit", "Parcel on the way with {carrier}", OK),
    ("delayed", "Parcel delayed", WARN),
    ("customs_hold", "Parcel held by customs", WARN),
    ("exception", "Parcel held up at {carrier}", FAIL),
    ("out_for_delivery", "Parcel out for delivery", OK),
    ("first_attempt", "First attempt to deliver the parcel", WARN),
    ("attempt_failed", "Delivery of the parcel failed", WARN),
    ("ready_for_pickup", "Parcel waiting to be collected", WARN),
    ("returning", "Parcel on its way back", FAIL),
    ("returned", "Parcel returned to the sender", FAIL),
    ("lost", "Parcel lost", FAIL),
    ("damaged", "Parcel damaged", FAIL),
    ("cancelled", "Parcel called off", WARN),
    ("delivered", "Parcel delivered", OK),
)
# What the printer's rows tell, but the backend did.
for _state in ("created", "submitted", "cancel_requested"):
    PRINT_JOBS[_state] = replace(PRINT_JOBS[_state], actor=Actor.BACKEND)
STATES: dict[str, dict[str, Words]] = {
    "orders": ORDERS,
    "prints": PRINTS,
    "renders": RENDERS,
    "print_jobs": PRINT_JOBS,
    "shipments": SHIPMENTS,
}
KINDS = {"orders": "order", "prints": "print", "renders": "render", "print_jobs": "print_job", "shipments": "parcel"}
OTHERS: dict[str, tuple[Stage, Actor, int]] = {
    "orders": (Stage.UNKNOWN, Actor.BACKEND, 9),
    "prints": (Stage.UPLOAD, Actor.BACKEND, 25),
    "renders": (Stage.RENDER, Actor.RENDERER, 39),
    "print_jobs": (Stage.PRODUCTION, Actor.PRINTER, 58),
    "shipments": (Stage.DELIVERY, Actor.CARRIER, 78),
}


def words_for(table: str, state: str) -> Words:
    """The words for a state; for one that has none, the backend's own word quoted by whoever asks."""
    known = STATES.get(table, {}).get(state)
    if known is not None:
        return known
    stage, actor, rank = OTHERS.get(table, (Stage.UNKNOWN, Actor.BACKEND, 9))
    return Words("", WARN, actor, stage, rank)
