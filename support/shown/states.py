"""States as people read them, and how each is marked. A state we do not know is shown in the backend's word."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from orders.answer.model import Tone
from orders.contract.model import OrderState, PrintJobState, PrintState, RenderState, ShipmentState

UNKNOWN: Final = "unknown"

FAILED: Final[frozenset[StrEnum]] = frozenset(
    {
        PrintState.ASSETS_MISSING,
        RenderState.FAILED,
        PrintJobState.REJECTED,
        PrintJobState.FILE_ERROR,
        PrintJobState.ERROR,
        ShipmentState.LOST,
        ShipmentState.DAMAGED,
        ShipmentState.RETURNED,
        OrderState.PAYMENT_FAILED,
    }
)
TROUBLED: Final[frozenset[StrEnum]] = frozenset(
    {
        PrintState.UPLOAD_STALLED,
        PrintJobState.ON_HOLD,
        PrintJobState.CANCEL_REQUESTED,
        PrintJobState.CANCEL_REFUSED,
        ShipmentState.ATTEMPT_FAILED,
        ShipmentState.DELAYED,
        ShipmentState.CUSTOMS_HOLD,
        ShipmentState.EXCEPTION,
        ShipmentState.RETURNING,
        OrderState.ON_HOLD,
        OrderState.CANCEL_REQUESTED,
    }
)
GOOD: Final[frozenset[StrEnum]] = frozenset(
    {
        PrintState.UPLOADED,
        PrintState.LAYOUT_ADJUSTED,
        PrintState.LOCKED,
        RenderState.READY,
        PrintJobState.DISPATCHED,
        ShipmentState.DELIVERED,
        OrderState.DELIVERED,
        OrderState.CLOSED,
    }
)
# Where the backend's word is not what people say. A print and a print job may share a word and not its meaning,
# and StrEnums of one word are equal: each is kept under its own kind.
SAID: Final[dict[tuple[type[StrEnum], str], str]] = {
    (type(state), state.value): said
    for state, said in (
        (RenderState.PREFLIGHT, "Checking the files"),
        (RenderState.READY, "Rendered"),
        (RenderState.QUEUED, "Waiting to render"),
        (PrintJobState.CREATED, "Not sent yet"),
        (PrintJobState.SUBMITTED, "Sent to the printer"),
        (PrintJobState.FILES_READY, "Files received"),
        (PrintState.ASSETS_MISSING, "Photos missing"),
        (PrintState.LOCKED, "Uploaded"),
        (PrintState.LAYOUT_ADJUSTED, "Uploaded"),
        (PrintState.SUBMITTED, "Design sent"),
        (PrintState.DRAFT, "Still a draft"),
        (ShipmentState.LABEL_CREATED, "Label made"),
        (ShipmentState.EXCEPTION, "Problem on the way"),
    )
}


def words(state: StrEnum, raw: str = "") -> str:
    """ "In production"; for a state we do not know, the backend's own word in quotation marks."""
    if state.value == UNKNOWN:
        return f"“{raw}”" if raw else "State not known"
    return SAID.get((type(state), state.value)) or state.value.replace("_", " ").capitalize()


def tone(state: StrEnum) -> Tone:
    """How the state is marked."""
    if state in FAILED:
        return Tone.FAIL
    if state in TROUBLED or state.value == UNKNOWN:
        return Tone.WARN
    return Tone.OK if state in GOOD else Tone.IDLE
