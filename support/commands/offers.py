"""What may be asked of an order as it stands: only what makes sense, by who may."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from django.conf import settings

from dashboard.permissions import Permission
from orders.contract.model import CommandKind, PrintJobState, RenderState
from orders.lines import DEAD_JOBS, LineView
from orders.story import OrderStory
from support.commands.ask import check_limits
from support.commands.asker import Asker
from support.commands.kinds import ACTS, FILES_KEPT, Target, replaceable
from support.commands.models import REPLACING, Command
from support.commands.refusals import NotAllowed, NotThere, Refused, UnderWay
from support.commands.situation import Situation, check_commands
from support.commands.wish import Wish
from support.printers.pauses import paused

REPRINTED = DEAD_JOBS | {PrintJobState.DISPATCHED, PrintJobState.CANCEL_REFUSED}
"""Jobs that are over, one way or the other: now a copy makes sense."""

NO = (Refused, UnderWay, NotThere, NotAllowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that may be asked for now; ``asks`` where somebody else decides on it."""

    kind: CommandKind
    label: str
    target: Target
    asks: bool = False


class Offers:
    """What one person may ask of an order, worked out line by line."""

    def __init__(
        self,
        asker: Asker,
        story: OrderStory,
        commands: Sequence[Command],
        now: datetime,
        requested: Collection[str] = (),
    ) -> None:
        """``requested`` are the print jobs of which a copy is asked for, and nobody has decided yet."""
        self._asker = asker
        self._commands = commands
        self._requested = requested
        self._situation = Situation(
            story=story, commands=commands, now=now, printer=story.printers.get, pauses=cache(paused)
        )

    def of(self, view: LineView) -> tuple[Offer, ...]:
        """The offers of a line, for the line itself and for its print job that counts."""
        return tuple(self._of(view)) if settings.BACKEND_COMMANDS_STATE_MACHINE_ARN else ()

    def _of(self, view: LineView) -> Iterator[Offer]:
        about = Wish(kind=CommandKind.RENDER, order_id=self._situation.story.snapshot.order_id)
        if self._render_helps(view):
            yield from self._offer(replace(about, line_id=view.line.line_id))
        if view.job is None:
            return
        about = replace(about, print_job_id=view.job.print_job_id)
        if view.job.state in REPRINTED:
            yield from self._offer(replace(about, kind=CommandKind.REPRINT))
        yield from self._offer(replace(about, kind=CommandKind.REROUTE))
        yield from self._offer(replace(about, kind=CommandKind.CANCEL_PRINT_JOB))

    def _offer(self, wish: Wish) -> Iterator[Offer]:
        act = ACTS[wish.kind]
        asks = wish.kind in REPLACING and not self._asker.may(act.permission)
        if not self._asker.may(Permission.ASK_REPRINT if asks else act.permission):
            return
        if asks and (wish.print_job_id in self._requested or self._asker.person is None):
            return
        # Which printer is chosen on the form; here it is only asked whether another copy can be made at all.
        aim = replaceable if wish.kind is CommandKind.REROUTE else act.aim
        try:
            check_commands(self._commands, wish)
            target = aim(self._situation, wish)
            if not asks:
                check_limits(self._asker, act, self._commands, target)
        except NO:
            return
        yield Offer(kind=wish.kind, label=act.label, target=target, asks=asks)

    def _render_helps(self, view: LineView) -> bool:
        """Whether another render is of any use: the last one failed, its files are gone, or a copy may be wanted."""
        if view.render is None or view.render.state is not RenderState.READY:
            return view.render is not None
        made = view.render.finished_at
        old = made is not None and self._situation.now - made > FILES_KEPT
        return old or (view.job is not None and view.job.state in REPRINTED)
