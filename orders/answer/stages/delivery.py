"""With the carrier: from the label to the door."""

from __future__ import annotations

from orders.answer.facts import LineFacts
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.stages.parcels import by_when, carriers_words, expected, parcel_in
from orders.answer.words import quote
from orders.contract.model import ShipmentState
from orders.delivery import Delivered, parcel_delivered, promise_of
from orders.lines import last_movement

S = ShipmentState
DELIVERY = Stage.DELIVERY
MOVING = (S.PICKED_UP, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.UNKNOWN)


@situation(
    "Ready for pickup", short="waiting to be collected", tone=Tone.WARN, stage=DELIVERY, move=Move.CUSTOMER, severity=3
)
def ready_for_pickup(line: LineFacts) -> Said | None:
    """It waits at a shop or a post office."""
    parcel = parcel_in(line, S.READY_FOR_PICKUP)
    if parcel is None:
        return None
    since = line.clock.since(last_movement(parcel))
    due = line.due("no_movement")
    return Said(
        sentence=f"{line.subject.been(since)} waiting to be collected from {line.carrier}{since}",
        next=f"collect {line.subject.it_}, before it goes back",
        due_at=due.due_at if due else None,
        advice="Shops and post offices keep a parcel for about a week, then it is returned.",
    )


@situation(
    "Not with the carrier",
    short="labelled and not handed over",
    tone=Tone.WARN,
    stage=Stage.DISPATCH,
    move=Move.OURS,
    severity=6,
    reply="on_its_way",
)
def not_handed_over(line: LineFacts) -> Said | None:
    """A label for days, and no scan."""
    parcel, late = parcel_in(line, S.LABEL_CREATED), line.overdue("no_movement")
    if parcel is None or late is None:
        return None
    return Said(
        sentence=f"{line.subject.has} had a label{line.clock.since(late.since)}, "
        f"but {line.carrier} has never seen the parcel",
        next=f"ask {line.printer} whether it was handed over",
        due_at=late.due_at,
        explanation="A label exists; the carrier has not scanned the parcel once.",
        advice="Ask the printer for proof of hand-over. Without it the printer is liable, not the carrier.",
    )


@situation(
    "Label made",
    short="labelled",
    tone=Tone.OK,
    stage=Stage.DISPATCH,
    move=Move.PRINTER,
    severity=1,
    reply="dispatched",
)
def label_created(line: LineFacts) -> Said | None:
    """Labelled, to be handed over."""
    parcel = parcel_in(line, S.LABEL_CREATED)
    if parcel is None:
        return None
    due = line.due("no_movement")
    return Said(
        sentence=f"{line.subject.is_} packed and labelled for {line.carrier}, who has not scanned it yet",
        next=f"hand the parcel over{line.clock.by(due.due_at if due else None)}",
        due_at=due.due_at if due else None,
    )


@situation("No movement", short="without movement", tone=Tone.WARN, stage=DELIVERY, move=Move.OURS, severity=6)
def no_movement(line: LineFacts) -> Said | None:
    """On its way, and silent for too long."""
    parcel, late = parcel_in(line, *MOVING, S.DELAYED), line.overdue("no_movement")
    if parcel is None or late is None:
        return None
    last = line.clock.moment(late.since) if late.since else ""
    gone = line.clock.gone(late.since)
    return Said(
        sentence=f"{line.subject.has} not moved"
        + (f" for {gone}" if gone else "")
        + (f": {line.carrier} last said anything {_spoken(last)}" if last else ""),
        next=f"ask {line.carrier} to search for {line.subject.it_}",
        due_at=late.due_at,
        explanation="The carrier has the parcel and has not scanned it for days.",
        advice="Open a search with the carrier. If it finds nothing, treat the parcel as lost and reprint.",
    )


def _spoken(moment: str) -> str:
    return moment if moment[0].islower() else f"on {moment}"


@situation("Delayed", short="delayed at the carrier", tone=Tone.WARN, stage=DELIVERY, move=Move.CARRIER, severity=4)
def delayed(line: LineFacts) -> Said | None:
    """The carrier says it will be later."""
    parcel = parcel_in(line, S.DELAYED)
    if parcel is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} delayed, says {line.carrier}{carriers_words(parcel)}",
        next=f"deliver {line.subject.it_}{by_when(line, parcel)}",
        due_at=expected(line, parcel),
    )


@situation(
    "Partly delivered",
    short="partly delivered",
    tone=Tone.OK,
    stage=DELIVERY,
    move=Move.CARRIER,
    severity=2,
    reply="partly_delivered",
)
def partly_delivered(line: LineFacts) -> Said | None:
    """Sent in several parcels of which some have arrived."""
    parcel = parcel_in(line, *MOVING, S.LABEL_CREATED)
    arrived = sum(1 for each in line.view.parcels if parcel_delivered(each))
    if parcel is None or not arrived:
        return None
    return Said(
        sentence=f"{line.subject.is_} partly delivered: {arrived} of {len(line.view.parcels)} parcels arrived, "
        f"{line.carrier} still has the rest",
        next=f"deliver the rest{by_when(line, parcel)}",
        due_at=expected(line, parcel),
    )


@situation("Out for delivery", short="out for delivery", tone=Tone.OK, stage=DELIVERY, move=Move.CARRIER, severity=1)
def out_for_delivery(line: LineFacts) -> Said | None:
    """On the van."""
    parcel = parcel_in(line, S.OUT_FOR_DELIVERY)
    if parcel is None:
        return None
    since = line.clock.since(last_movement(parcel))
    return Said(
        sentence=f"{line.subject.been(since)} out for delivery with {line.carrier}{since}",
        next=f"deliver {line.subject.it_}{by_when(line, parcel)}",
        due_at=expected(line, parcel),
    )


@situation(
    "Reprint on its way", short="on the way as a reprint", tone=Tone.OK, stage=DELIVERY, move=Move.CARRIER, severity=2
)
def reprint_on_its_way(line: LineFacts) -> Said | None:
    """The replacement is with the carrier."""
    return _moving(line) if line.view.is_reprint else None


@situation(
    "On its way", short="on the way", tone=Tone.OK, stage=DELIVERY, move=Move.CARRIER, severity=1, reply="on_its_way"
)
def in_transit(line: LineFacts) -> Said | None:
    """With the carrier, moving."""
    return _moving(line)


def _moving(line: LineFacts) -> Said | None:
    parcel = parcel_in(line, S.PICKED_UP, S.IN_TRANSIT)
    if parcel is None:
        return None
    since = line.clock.since(parcel.handed_over_at)
    return Said(
        sentence=f"{line.subject.been(since)} on the way with {line.carrier}{since}",
        next=f"deliver {line.subject.it_}{by_when(line, parcel)}",
        due_at=expected(line, parcel),
    )


@situation(
    "Unknown state",
    short="with the carrier",
    tone=Tone.WARN,
    stage=DELIVERY,
    move=Move.CARRIER,
    severity=4,
    reply="on_its_way",
)
def parcel_unknown(line: LineFacts) -> Said | None:
    """The backend has a word for the parcel that we do not know."""
    parcel = parcel_in(line, S.UNKNOWN)
    if parcel is None:
        return None
    said = quote(parcel.raw_state) or quote(parcel.raw_status)
    return Said(
        sentence=f"{line.subject.is_} with {line.carrier} in a state we do not know" + (f": {said}" if said else ""),
        next=f"deliver {line.subject.it_}{by_when(line, parcel)}",
        due_at=expected(line, parcel),
    )


@situation(
    "Parcel called off",
    short="without a parcel",
    tone=Tone.FAIL,
    stage=DELIVERY,
    move=Move.OURS,
    severity=6,
    reply="with_printer",
)
def parcel_called_off(line: LineFacts) -> Said | None:
    """The only parcel was cancelled after the carrier had it."""
    parcel = parcel_in(line, S.CANCELLED)
    if parcel is None:
        return None
    return Said(
        sentence=f"The parcel with {line.subject} was called off{line.clock.at(parcel.updated_at)}, "
        "and no other is known",
        next=f"ask {line.printer} how it will be sent",
        explanation="The label was cancelled; nothing else is on its way.",
        advice="Ask the printer for a new label and its tracking number.",
    )


@situation(
    "Delivered late", short="delivered late", tone=Tone.WARN, stage=Stage.DONE, move=Move.NOBODY, severity=0, open=False
)
def delivered_late(line: LineFacts) -> Said | None:
    """There, after the promise."""
    arrived, promise = _arrived(line), promise_of(line.order)
    if not arrived or not arrived.at or not promise or arrived.at <= promise or _second_copy(line):
        return None
    return Said(sentence=f"{line.subject.was} delivered{_when(line, arrived)}, {line.clock.after(promise, arrived.at)}")


@situation("Delivered", short="delivered", tone=Tone.OK, stage=Stage.DONE, move=Move.NOBODY, severity=0, open=False)
def delivered(line: LineFacts) -> Said | None:
    """There."""
    arrived, promise = _arrived(line), promise_of(line.order)
    if not arrived:
        return None
    if _second_copy(line):
        return Said(sentence=f"The reprint of {line.subject} was delivered{line.clock.at(arrived.at)}")
    in_time = f", in time for the promise of {line.clock.day(promise)}" if promise and arrived.at else ""
    return Said(sentence=f"{line.subject.was} delivered{_when(line, arrived)}{in_time}")


def _arrived(line: LineFacts) -> Delivered | None:
    """The delivery of what counts now; the parcel on its way speaks before one that is there."""
    parcel = line.view.parcel
    return line.view.arrived if parcel is not None and parcel_delivered(parcel) else None


def _when(line: LineFacts, arrived: Delivered) -> str:
    """When it arrived; where the first attempt counts, both times."""
    parcel = line.view.parcel
    if parcel is None or not parcel.delivered_at or not arrived.at or parcel.delivered_at <= arrived.at:
        return line.clock.at(arrived.at)
    return f"{line.clock.at(parcel.delivered_at)} (first tried{line.clock.at(arrived.at)}, which counts)"


def _second_copy(line: LineFacts) -> bool:
    """Whether an earlier copy was delivered too, so that this one has no promise of its own."""
    first, now = line.view.delivered, line.view.arrived
    return bool(line.view.is_reprint and first and now and first.at != now.at)


SITUATIONS = (
    ready_for_pickup,
    not_handed_over,
    no_movement,
    partly_delivered,
    label_created,
    delayed,
    out_for_delivery,
    reprint_on_its_way,
    in_transit,
    parcel_unknown,
    parcel_called_off,
    delivered_late,
    delivered,
)
