"""What a resolution asks of the backend: the commands as they would be given now, or why there would be none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from django.conf import settings

from dashboard.limits import limit
from dashboard.permissions import Permission
from orders.contract.model import CommandKind
from support.commands.ask import check_limits, drafted
from support.commands.asker import Asker
from support.commands.kinds import ACTS, Target, replaceable
from support.commands.limits import Most
from support.commands.models import REPLACING, Command
from support.commands.offers import REPRINTED
from support.commands.refusals import Existing, NotAllowed, NotThere, Refused, UnderWay
from support.commands.situation import check_commands
from support.commands.wish import Wish
from support.remedies.resolutions import Resolution
from support.remedies.scene import Scene, Touched

MOST_LINES: Final = 20
"""Lines that are printed again in one step: more is a bulk job's work."""

OF_THE_FILES: Final = frozenset({"no_ready_render", "files_expired", "same_files"})
"""Why a copy of the files as they are makes no sense: another render is needed first."""

CLOSED: Final = frozenset({"printer_closed", "printer_paused"})
NO: Final = (Refused, UnderWay, NotThere, NotAllowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One command as it would be given."""

    wish: Wish
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """All of one resolution. ``asks`` where somebody else decides. ``refusal`` is why there are none."""

    copies: tuple[Copy, ...] = ()
    asks: bool = False
    refusal: Exception | None = None

    @property
    def trouble(self) -> str:
        """Why there are none, in words; "" where nothing is in the way."""
        return "This is not yours to ask for." if isinstance(self.refusal, NotAllowed) else str(self.refusal or "")

    @property
    def code(self) -> str:
        """The same to programs."""
        known = {UnderWay: "under_way", NotAllowed: "not_allowed", NotThere: "not_there", type(None): ""}
        return known.get(type(self.refusal)) or str(getattr(self.refusal, "code", ""))

    @property
    def existing(self) -> Existing | None:
        """What is under way already."""
        return self.refusal.existing if isinstance(self.refusal, UnderWay) else None

    @property
    def cost(self) -> int:
        """Together, in minor units; 0 where it costs nothing, or one of them cannot be told."""
        told = [copy.target.cost for copy in self.copies]
        return sum(told) if all(told) and len({copy.target.currency for copy in self.copies}) == 1 else 0

    @property
    def currency(self) -> str:
        """Of the cost."""
        return self.copies[0].target.currency if self.copies else ""


NOTHING: Final = Copies()


class Copying:
    """What one person may ask of one order; limits are read once."""

    def __init__(self, asker: Asker, scene: Scene, requested: Collection[str]) -> None:
        """``requested`` are the print jobs of which a copy is asked for, and nobody has decided yet."""
        self._asker = asker
        self._scene = scene
        self._requested = requested
        self._most: Most = cache(limit)

    def of(self, resolution: Resolution, printer_id: str = "") -> Copies:
        """The commands of a resolution; nothing where it takes none."""
        if resolution.does is None:
            return NOTHING
        lines = self._scene.lines if resolution.all else (self._scene.one,) if self._scene.one else ()
        if not lines:
            return Copies(refusal=Refused("Choose the line that it is about.", "which_line"))
        if len(lines) > MOST_LINES:
            return Copies(refusal=Refused(f"More than {MOST_LINES} lines are printed again in bulk.", "too_many"))
        if not settings.BACKEND_COMMANDS_STATE_MACHINE_ARN:
            return Copies(refusal=Refused("This installation is not connected to the backend’s commands."))
        asks = resolution.does in REPLACING and not self._asker.may(ACTS[resolution.does].permission)
        try:
            self._check_may(resolution.does, asks=asks)
            return Copies(copies=tuple(self._copies(resolution.does, lines, printer_id, asks=asks)), asks=asks)
        except NO as refusal:
            return Copies(refusal=refusal, asks=asks)

    def _check_may(self, kind: CommandKind, *, asks: bool) -> None:
        wanted = Permission.ASK_REPRINT if asks else ACTS[kind].permission
        if not self._asker.may(wanted) or (asks and self._asker.person is None):
            raise NotAllowed(wanted)

    def _copies(self, kind: CommandKind, lines: Collection[Touched], printer_id: str, *, asks: bool) -> Iterator[Copy]:
        asked = list(self._scene.situation.commands)
        for line in lines:
            wish = self._wish(kind, line, printer_id)
            target = self._aim(wish, line, asked, asks=asks)
            asked.append(drafted(self._asker, wish, target, self._scene.situation.now))
            yield Copy(wish=wish, target=target)

    def _wish(self, kind: CommandKind, line: Touched, printer_id: str) -> Wish:
        order_id = self._scene.aim.order_id
        about = Wish(kind=kind, order_id=order_id, line_id=line.line_id, cause=self._scene.reason.code)
        job = line.job.print_job_id if line.job else ""
        if kind is CommandKind.RENDER:
            return about
        return replace(about, print_job_id=job, printer_id=printer_id if kind is CommandKind.REROUTE else "")

    def _aim(self, wish: Wish, line: Touched, asked: list[Command], *, asks: bool) -> Target:
        act, situation = ACTS[wish.kind], self._scene.situation
        if wish.kind is not CommandKind.RENDER and line.job is None:
            raise Refused("This line has no print job yet.", "no_print_job")
        if wish.print_job_id in self._requested:
            found = Existing(kind="request", id=wish.print_job_id, state="not decided", since=None)
            raise UnderWay(found)
        check_commands(asked, wish)
        # Which printer is chosen later: first it is only asked whether another copy can be made at all.
        elsewhere = wish.kind is CommandKind.REROUTE and not wish.printer_id
        target = (replaceable if elsewhere else act.aim)(situation, wish)
        if wish.kind is CommandKind.REPRINT and line.job is not None and line.job.state not in REPRINTED:
            raise Refused("The printer still has this print job: have it printed elsewhere instead.", "still_there")
        if elsewhere:
            raise Refused("No other printer that makes this takes new work.", "no_printer")
        if not asks:
            check_limits(self._asker, act, asked, target, self._most)
        return target


def key_of(key: str, wish: Wish) -> str:
    """The key of one command of a remedy: the same as often as the remedy is sent."""
    told = json.dumps([key, wish.kind.value, wish.line_id, wish.print_job_id])
    return hashlib.sha256(told.encode()).hexdigest()
