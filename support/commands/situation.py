"""An order at the moment somebody wants something of it: what its rows say, and what is under way already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orders.contract.model import CommandKind, OrderLine, OrderState, Printer, PrintJob, Render, RenderState
from orders.lines import DEAD_JOBS, line_views
from orders.story import OrderStory
from support.commands.models import REPLACING, Command
from support.commands.people import asked_by
from support.commands.refusals import Existing, NotThere, Refused, UnderWay
from support.commands.wish import Wish
from support.printers.models import PrinterPause

RENDERING = frozenset({RenderState.QUEUED, RenderState.RENDERING, RenderState.PREFLIGHT})
CLOSED_TO_US = {
    OrderState.CANCELLED: "The order is cancelled.",
    OrderState.CANCEL_REQUESTED: "The order is being cancelled.",
    OrderState.AWAITING_PAYMENT: "The order is not paid yet.",
    OrderState.PAYMENT_FAILED: "The order’s payment has failed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """``commands`` are all of the order's, oldest first; ``printer`` finds a printer by its id, ``pauses`` says which
    are paused here, and is asked only where that counts.
    """

    story: OrderStory
    commands: Sequence[Command]
    now: datetime
    printer: Callable[[str], Printer | None]
    pauses: Callable[[], Mapping[str, PrinterPause]]

    def check_order(self) -> None:
        """Raises Refused where the backend takes no command for the order."""
        order = self.story.snapshot.order
        if order is None:
            raise Refused("The order’s own row has not arrived yet.", "not_there")
        if order.state in CLOSED_TO_US:
            raise Refused(CLOSED_TO_US[order.state], "closed")

    def line(self, line_id: str) -> OrderLine:
        """One of the order's lines. Raises NotThere."""
        for line in self.story.snapshot.lines:
            if line.line_id == line_id:
                return line
        raise NotThere("The order has no such line.")

    def job(self, wish: Wish) -> PrintJob:
        """The print job that is meant: the one named, or the one that counts for the line. Raises NotThere."""
        if wish.print_job_id:
            for job in self.story.snapshot.print_jobs:
                if job.print_job_id == wish.print_job_id and wish.line_id in ("", job.line_id):
                    return job
            raise NotThere("The order’s line has no such print job.")
        line = self.line(wish.line_id)
        for view in line_views(self.story.snapshot):
            if view.line.line_id == line.line_id and view.job is not None:
                return view.job
        raise Refused("This line has no print job yet.", "no_print_job")

    def ready_render(self, line: OrderLine) -> Render | None:
        """The newest attempt whose files can be printed."""
        ready = [each for each in self.story.snapshot.renders_of(line) if each.state is RenderState.READY]
        return max(ready, key=lambda render: render.attempt, default=None)

    def check_no_render(self, line: OrderLine) -> None:
        """Raises UnderWay where the line is being rendered."""
        for render in self.story.snapshot.renders_of(line):
            if render.state in RENDERING:
                found = Existing(kind="render", id=render.render_id, state=render.state, since=render.queued_at)
                raise UnderWay(found)

    def replacement(self, job: PrintJob) -> Existing | None:
        """What replaces a print job already: a command of which nothing is seen yet, else the latest live job."""
        for command in reversed(self.commands):
            if command.is_open and not command.made_key and replaces(command, job.print_job_id):
                return existing(command)
        live = [
            other
            for other in self.story.snapshot.print_jobs
            if other.reprint_of == job.print_job_id and other.state not in DEAD_JOBS
        ]
        if not live:
            return None
        last = live[-1]
        since = last.submitted_at or last.updated_at
        return Existing(kind="print_job", id=last.print_job_id, state=last.state, since=since)


def replaces(command: Command, print_job_id: str) -> bool:
    """Whether a command is to replace a print job."""
    return command.kind in REPLACING and command.print_job_id == print_job_id


def check_commands(commands: Iterable[Command], wish: Wish) -> None:
    """Raises UnderWay where an open command does what is wanted already, as far as the wish's own words tell."""
    for command in commands:
        if not command.is_open:
            continue
        if wish.kind is CommandKind.RENDER:
            same = command.kind == CommandKind.RENDER and command.line_id == wish.line_id
        elif wish.kind is CommandKind.CANCEL_PRINT_JOB:
            same = command.kind == wish.kind and command.print_job_id == wish.print_job_id != ""
        else:
            same = not wish.overrides and replaces(command, wish.print_job_id)
        if same:
            raise UnderWay(existing(command))


def existing(command: Command) -> Existing:
    """A command as what is under way."""
    who = asked_by(command)
    return Existing(kind="command", id=command.pk, state=command.state, since=command.requested_at, by=who)
