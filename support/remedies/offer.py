"""Which resolutions are offered for a problem as it stands, and what each would ask of the backend."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from orders.contract.model import CommandKind
from orders.printers import every_printer
from support.commands.asker import Asker
from support.commands.models import REPLACING
from support.printers.fit import Choice, choices
from support.remedies.copies import OF_THE_FILES, Copies, Copying
from support.remedies.resolutions import Resolution, beside_another, offers_for
from support.remedies.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One resolution. ``amount`` is suggested, in minor units of the order's currency; ``printer_id`` is who would
    print it elsewhere.
    """

    resolution: Resolution
    copies: Copies
    amount: int | None
    printer_id: str = ""
    recommended: bool = False

    @property
    def possible(self) -> bool:
        """Whether it can be chosen as things stand."""
        return not self.copies.trouble or self.resolution.optional


class Offering:
    """What is offered to one person for one problem."""

    def __init__(self, asker: Asker, scene: Scene, requested: Collection[str]) -> None:
        """``requested`` are the print jobs of which a copy is asked for already."""
        self.scene = scene
        self._copying = Copying(asker, scene, requested)

    def offered(self) -> tuple[Offered, ...]:
        """Every one that makes sense, the first choice first; one of those that can be done is recommended."""
        scene = self.scene
        found = [self.of(each) for each in offers_for(scene.reason.code, scene.phase, scene.aim.party)]
        codes = {each.copies.code for each in found if each.resolution.does in REPLACING}
        sensible = [each for each in found if self._makes_sense(each.resolution, codes)]
        best = _best(sensible, scene, under_way="under_way" in codes)
        return tuple(replace(each, recommended=each is best) for each in sensible)

    def of(self, resolution: Resolution, printer_id: str = "") -> Offered:
        """One of them; where it is to be printed elsewhere, by that printer, or by the one that is nearest."""
        elsewhere = resolution.does is CommandKind.REROUTE
        chosen = (printer_id or self.nearest) if elsewhere else ""
        return Offered(
            resolution=resolution,
            copies=self._copying.of(resolution, chosen),
            amount=self.scene.amount_of(resolution),
            printer_id=chosen,
        )

    @cached_property
    def printers(self) -> Sequence[Choice]:
        """Who else could print it."""
        one = self.scene.one
        if one is None or one.job is None:
            return ()
        product = one.view.line.product or (one.view.design.product if one.view.design else "")
        return choices(every_printer(), self.scene.situation.pauses(), product, one.job.printer_id)

    @cached_property
    def nearest(self) -> str:
        """The printer that is offered first: in the country that it goes to, else in that of the one that had it."""
        able = [choice.printer for choice in self.printers if not choice.why]
        order, one = self.scene.situation.story.snapshot.order, self.scene.one
        holder = self.scene.situation.printer(one.job.printer_id) if one and one.job else None
        wanted = [order.ship_to.country if order and order.ship_to else "", holder.country if holder else ""]
        near = [printer for country in wanted if country for printer in able if printer.country == country]
        return next((printer.printer_id for printer in (*near, *able)), "")

    def _makes_sense(self, resolution: Resolution, codes: set[str]) -> bool:
        if resolution.first:
            return bool(codes & OF_THE_FILES)
        return len(self.scene.lines) > 1 if resolution.all else True


def _best(found: Sequence[Offered], scene: Scene, *, under_way: bool) -> Offered | None:
    """The first that can be done; while a replacement is under way, none that takes another."""
    able = [each for each in found if each.possible]
    if under_way:
        beside = beside_another(scene.aim.party)
        able = sorted(
            (each for each in able if each.resolution.code in beside),
            key=lambda each: beside.index(each.resolution.code),
        )
    return next(iter(able), None)
