"""On the way and in trouble: lost, damaged, sent back, or held up."""

from __future__ import annotations

from orders.answer.facts import LineFacts
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.stages.parcels import carriers_words, parcel_in
from orders.contract.model import ShipmentState
from orders.lines import last_movement

S = ShipmentState
DELIVERY = Stage.DELIVERY


@situation("Lost", short="lost", tone=Tone.FAIL, stage=DELIVERY, move=Move.OURS, severity=8)
def lost(line: LineFacts) -> Said | None:
    """The carrier has lost it."""
    parcel = parcel_in(line, S.LOST)
    if parcel is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} lost: {line.carrier} gave the parcel up{line.clock.at(parcel.updated_at)}"
        f"{carriers_words(parcel)}",
        next="reprint it, and claim the loss from the carrier",
        explanation="The carrier has given the parcel up.",
        advice="Reprint or refund now; the claim against the carrier has its own deadline.",
    )


@situation("Damaged", short="damaged on the way", tone=Tone.FAIL, stage=DELIVERY, move=Move.OURS, severity=8)
def damaged(line: LineFacts) -> Said | None:
    """The carrier reports damage, before or at the door."""
    parcel = line.view.parcel
    if parcel is None or parcel.state is not S.DAMAGED:
        return None
    return Said(
        sentence=f"{line.subject.was} damaged on the way, says {line.carrier}{carriers_words(parcel)}",
        next="reprint it, and claim the damage from the carrier",
        explanation="The parcel was damaged while the carrier had it.",
        advice="Ask for photos if it was delivered; a claim wants them. Reprint without waiting for the claim.",
    )


@situation("Returned", short="returned to the sender", tone=Tone.FAIL, stage=DELIVERY, move=Move.OURS, severity=8)
def returned(line: LineFacts) -> Said | None:
    """It came back."""
    parcel = parcel_in(line, S.RETURNED)
    if parcel is None:
        return None
    return Said(
        sentence=f"{line.subject.was} returned to the sender{line.clock.at(last_movement(parcel))}"
        f"{carriers_words(parcel)}",
        next="ask the customer for the right address, then send it again",
        explanation="The carrier could not deliver it and brought it back.",
        advice="Most returns are wrong addresses or parcels nobody fetched. Check the address before a reprint.",
    )


@situation(
    "Returning", short="on the way back", tone=Tone.FAIL, stage=DELIVERY, move=Move.OURS, severity=7, reply="returned"
)
def returning(line: LineFacts) -> Said | None:
    """It is on its way back."""
    parcel = parcel_in(line, S.RETURNING)
    if parcel is None:
        return None
    since = line.clock.since(last_movement(parcel))
    return Said(
        sentence=f"{line.subject.been(since)} on the way back to the sender{since}{carriers_words(parcel)}",
        next="ask the customer for the right address; a return can rarely be stopped",
        explanation="The carrier has given up delivering it.",
        advice="Settle the address with the customer now, so that it can go out again at once.",
    )


@situation(
    "Carrier exception",
    short="held up at the carrier",
    tone=Tone.FAIL,
    stage=DELIVERY,
    move=Move.OURS,
    severity=6,
    reply="delayed",
)
def carrier_exception(line: LineFacts) -> Said | None:
    """The carrier says that something is wrong."""
    parcel = parcel_in(line, S.EXCEPTION)
    if parcel is None:
        return None
    since = line.clock.since(last_movement(parcel))
    return Said(
        sentence=f"{line.subject.been(since)} held up at {line.carrier}{since}{carriers_words(parcel)}",
        next=f"ask {line.carrier} what it needs to go on",
        explanation="The carrier met a problem that it may not solve by itself.",
        advice="Often the address: check it with the customer. Otherwise ask the carrier with the tracking number.",
    )


@situation("Held by customs", short="held by customs", tone=Tone.WARN, stage=DELIVERY, move=Move.CUSTOMER, severity=5)
def customs_hold(line: LineFacts) -> Said | None:
    """Customs have it."""
    parcel = parcel_in(line, S.CUSTOMS_HOLD)
    if parcel is None:
        return None
    since = line.clock.since(last_movement(parcel))
    late = line.overdue("no_movement")
    return Said(
        sentence=f"{line.subject.been(since)} held by customs{since}{carriers_words(parcel)}",
        next="answer or pay customs if they were asked to",
        due_at=late.due_at if late else None,
        move=Move.OURS if late else None,
        explanation="Customs wait for a paper, a payment, or their own turn.",
        advice="Ask the customer whether customs wrote to them. After three days ask the carrier.",
    )


@situation(
    "Delivery failed",
    short="waiting after a failed delivery",
    tone=Tone.WARN,
    stage=DELIVERY,
    move=Move.CARRIER,
    severity=4,
)
def attempt_failed(line: LineFacts) -> Said | None:
    """Nobody was there, or the door was not found."""
    parcel = parcel_in(line, S.ATTEMPT_FAILED)
    if parcel is None:
        return None
    late = line.overdue("no_movement")
    tried = parcel.first_attempt_at or last_movement(parcel)
    return Said(
        sentence=f"{line.carrier[0].upper()}{line.carrier[1:]} could not deliver {line.subject}"
        f"{line.clock.at(tried)}{carriers_words(parcel)}",
        next="agree on a new delivery with the carrier and the customer" if late else "try again",
        due_at=late.due_at if late else None,
        move=Move.OURS if late else None,
        explanation="The carrier was at the door and could not leave the parcel.",
        advice="Carriers try again on the next working day or leave it at a shop. Confirm the address meanwhile.",
    )


SITUATIONS = (lost, damaged, returned, returning, carrier_exception, customs_hold, attempt_failed)
