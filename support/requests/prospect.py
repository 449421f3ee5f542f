"""Whether a request could be approved as things stand: said before the click, and looked at again after it."""

from __future__ import annotations

from dataclasses import replace

from support.commands.ask import check_limits, drafted
from support.commands.asker import Asker
from support.commands.kinds import ACTS
from support.commands.refusals import NotAllowed, NotThere, Refused, UnderWay
from support.commands.situation import Situation, check_commands
from support.requests.decide import as_asked, wish_of
from support.requests.models import Request
from support.requests.refusals import Changed


def obstacle(decider: Asker, request: Request, situation: Situation) -> str:
    """Why it cannot be approved by them at the moment, in words; "" where nothing is in the way."""
    deciding = replace(decider, request=request.pk)
    wish = wish_of(request, None, "")
    act = ACTS[wish.kind]
    try:
        check_commands(situation.commands, wish)
        target = act.aim(situation, wish)
        check_limits(deciding, act, situation.commands, target)
    except UnderWay as found:
        return f"{found} See the order."
    except (Refused, NotThere, NotAllowed) as refusal:
        return str(refusal)
    same = as_asked(request, drafted(deciding, wish, target, situation.now))
    return "" if same else str(Changed())
