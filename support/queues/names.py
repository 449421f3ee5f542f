"""The queues: how each is called, what is in it, and what is to be done about it, in the order in which they are shown.

They follow a print on its way; what comes first holds up everything after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

COMMANDS: Final = "commands_overdue"
ESCALATED: Final = "escalated_after_delivery"
AT_RISK: Final = "at_risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueName:
    """``id`` is its name in addresses, ``words`` its heading, ``what`` says what waits there since when, ``next`` what
    is to be done about it: both are sentences. ``age`` heads how long each row has been there.
    """

    id: str
    words: str
    what: str
    next: str
    age: str = "Overdue"


_ALL = (
    QueueName(
        id="failed_renders",
        words="Failed renders",
        what="The last render of a print has failed, and no other has begun.",
        next="Mend the cause, then render again.",
    ),
    QueueName(
        id="stuck_uploads",
        words="Stuck uploads",
        what="A paid order whose photos have not all arrived, or whose design was never finished.",
        next="Ask the customer to open the app, or to send the photos again.",
    ),
    QueueName(
        id="stuck_renders",
        words="Stuck renders",
        what="A print that waits longer than it should to be rendered, or to be sent to a printer afterwards.",
        next="Render again; tell the rendering team where many wait.",
    ),
    QueueName(
        id="printer_rejects",
        words="Printer rejections",
        what="The printer has rejected the print job.",
        next="Read the reason: print elsewhere, or render again where the files are at fault.",
    ),
    QueueName(
        id="print_errors",
        words="Print errors",
        what="The printer reports an error, holds the job, has cancelled it, or has not answered at all.",
        next="Ask the printer; print elsewhere where it cannot go on.",
    ),
    QueueName(
        id="dispatch_late",
        words="Not dispatched in time",
        what="The day on which it had to leave the printer has passed.",
        next="Escalate to the printer; print elsewhere where it gives no date.",
    ),
    QueueName(
        id="no_movement",
        words="No movement",
        what="Dispatched, and no carrier has scanned the parcel for longer than is usual in its state.",
        next="Ask the printer for the hand-over, or the carrier to search.",
    ),
    QueueName(
        id="late",
        words="Late",
        what="The promise to the customer has passed and not everything has arrived.",
        next="Tell the customer, and see what it waits for.",
    ),
    QueueName(
        id=AT_RISK,
        words="At risk",
        what="Not late yet, and by the times of its lane likely to miss the promise. Scored each minute.",
        next="Hurry what it waits for; tell the customer before the day comes.",
        age="Waiting",
    ),
    QueueName(
        id="returned",
        words="Returned, lost or damaged",
        what="A parcel that will not arrive: it comes back, is lost, or was damaged on the way.",
        next="Settle the address or the claim, then reprint or send again.",
    ),
    QueueName(
        id=ESCALATED,
        words="Escalated after delivery",
        what="The order was delivered, and an escalation about it is not closed.",
        next="Bring the escalation to its end, and tell the customer.",
    ),
    QueueName(
        id=COMMANDS,
        words="Overdue commands",
        what="We asked the backend for something, and nothing of it was seen in time.",
        next="Look whether it was done; give it up, or ask again.",
    ),
)

QUEUES: Final[Mapping[str, QueueName]] = MappingProxyType({queue.id: queue for queue in _ALL})
"""By id, in the order of the pages."""
