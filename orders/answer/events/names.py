"""Who and what an event speaks of: the item, its printer, its carrier."""

from __future__ import annotations

from dataclasses import dataclass

from orders.answer.events.words import Actor
from orders.answer.facts import carrier_name
from orders.answer.words import noun
from orders.snapshot import OrderSnapshot
from orders.story import OrderStory


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for {noun}, {printer} and {carrier} in an event's words."""

    noun: str
    printer: str
    carrier: str

    def fill(self, text: str) -> str:
        """The words with the names in them; braces of other people's making stay as they are."""
        for name, value in (("noun", self.noun), ("printer", self.printer), ("carrier", self.carrier)):
            text = text.replace(f"{{{name}}}", value)
        return text[:1].upper() + text[1:]

    def actor(self, role: Actor) -> str:
        """Who did it, by name where there is one."""
        who = {Actor.PRINTER: self.printer, Actor.CARRIER: self.carrier}.get(role, str(role))
        return who.removeprefix("the ")


def names(story: OrderStory) -> dict[str, Names]:
    """The names for what happened to each of the order's rows, by source."""
    snapshot = story.snapshot
    lines = {line.print_id: line.line_id for line in snapshot.lines}
    found = {f"prints/{id_}": _names(story, line_id=lines.get(id_, "")) for id_ in snapshot.prints}
    for render in snapshot.renders:
        found[f"renders/{render.render_id}"] = _names(story, line_id=render.line_id)
    for job in snapshot.print_jobs:
        found[f"print_jobs/{job.print_job_id}"] = _names(story, line_id=job.line_id, printer_id=job.printer_id)
    for parcel in snapshot.parcels:
        found[f"shipments/{parcel.shipment_id}"] = _names(story, printer_id=parcel.printer_id, carrier=parcel.carrier)
    return found


NOBODY = Names("item", "the printer", "the carrier")
"""For a row that is gone, of which only the journal tells."""


def _names(story: OrderStory, *, line_id: str = "", printer_id: str = "", carrier: str = "") -> Names:
    printer = story.printers.get(printer_id)
    return Names(
        noun=_noun(story.snapshot, line_id),
        printer=printer.name if printer and printer.name else "the printer",
        carrier=carrier_name(carrier),
    )


def _noun(snapshot: OrderSnapshot, line_id: str) -> str:
    line = next((line for line in snapshot.lines if line.line_id == line_id), None)
    if line is None:
        return "item"
    design = snapshot.print_of(line)
    word = noun(line.product or (design.product if design else ""))
    same = [each for each in snapshot.lines if noun(each.product) == word]
    return f"{word} (line {line.line_id})" if len(same) > 1 else word
