"""What SES may tell of a mail, and what all of it together makes of the mail: pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from support.mail.models import MailState


class Kind(StrEnum):
    """A kind of event; what SES tells and this does not know is kept under its own name."""

    SEND = "send"
    DELIVERY = "delivery"
    DELAY = "delivery_delay"
    BOUNCE_PERMANENT = "bounce.permanent"
    BOUNCE_TRANSIENT = "bounce.transient"
    BOUNCE_UNDETERMINED = "bounce.undetermined"
    COMPLAINT = "complaint"
    REJECT = "reject"
    RENDERING_FAILURE = "rendering_failure"
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"


WORST_FIRST: Final = (
    ({Kind.COMPLAINT}, MailState.COMPLAINED),
    ({Kind.BOUNCE_PERMANENT, Kind.BOUNCE_UNDETERMINED}, MailState.BOUNCED),
    # A mailbox that answers for a holiday, or was full for a while, has the mail all the same once it is delivered.
    ({Kind.DELIVERY}, MailState.DELIVERED),
    ({Kind.BOUNCE_TRANSIENT}, MailState.BOUNCED),
    ({Kind.REJECT, Kind.RENDERING_FAILURE}, MailState.FAILED),
    ({Kind.SEND, Kind.DELAY}, MailState.SENT),
)


def come_to(types: Collection[str]) -> MailState | None:
    """What a mail is by all that was told of it, in whatever order and however often; None where nothing says so."""
    for kinds, state in WORST_FIRST:
        if not kinds.isdisjoint(types):
            return state
    return None
