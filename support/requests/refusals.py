"""Why a request is not decided on: each is answered in its own way."""

from __future__ import annotations

from datetime import datetime

from support.commands.refusals import Refused
from support.requests.models import Request, RequestState

ENDED = {
    RequestState.APPROVED: "It was approved already.",
    RequestState.DECLINED: "It was declined already.",
    RequestState.WITHDRAWN: "It was withdrawn.",
    RequestState.EXPIRED: "It has expired: nobody decided in time. It may be asked for again.",
}


class Closed(Refused):
    """It was decided already, withdrawn, or has expired."""

    def __init__(self, state: RequestState) -> None:
        super().__init__(f"{ENDED[state]} Nothing was changed now.")


class Changed(Refused):
    """The command would not be the one that was asked for."""

    def __init__(self) -> None:
        super().__init__(
            "The order has changed since this was asked for, so that it would be another reprint now: other files, "
            "another cost or another printer. Decline it; it may be asked for again."
        )


class AskerGone(Refused):
    """Whoever asked may not ask any more."""

    def __init__(self) -> None:
        super().__init__("Whoever asked for this may not ask for reprints any more. Decline it.")


def check_open(request: Request, now: datetime) -> None:
    """Raises Closed; also where its time is over and nobody has written that down yet."""
    if request.state != RequestState.OPEN:
        raise Closed(RequestState(request.state))
    if request.expires_at <= now:
        raise Closed(RequestState.EXPIRED)
