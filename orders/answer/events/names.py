"""Who and what an event speaks of: the item, its printer, its carrier."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from orders.answer.events.words import Actor
from orders.answer.facts import carrier_name
from orders.answer.words import noun
from orders.snapshot import OrderSnapshot
from orders.story import OrderStory


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for {noun}, {printer} and {carrier} in an event's words."""

    noun: str = "item"
    printer: str = "the printer"
    carrier: str = "the carrier"

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
    nouns = _nouns(snapshot)
    lines = {line.print_id: line.line_id for line in snapshot.lines}
    found = {f"orders/{snapshot.order_id}": Names("order")}
    found |= {f"prints/{id_}": Names(nouns.get(lines.get(id_, ""), "item")) for id_ in snapshot.prints}
    for render in snapshot.renders:
        found[f"renders/{render.render_id}"] = Names(nouns.get(render.line_id, "item"))
    for job in snapshot.print_jobs:
        printer = _printer(story, job.printer_id)
        found[f"print_jobs/{job.print_job_id}"] = Names(nouns.get(job.line_id, "item"), printer)
    for parcel in snapshot.parcels:
        printer = _printer(story, parcel.printer_id)
        found[f"shipments/{parcel.shipment_id}"] = Names("parcel", printer, carrier_name(parcel.carrier))
    return found


def _printer(story: OrderStory, printer_id: str) -> str:
    printer = story.printers.get(printer_id)
    return printer.name if printer and printer.name else "the printer"


def _nouns(snapshot: OrderSnapshot) -> dict[str, str]:
    """What each line is called: by its number too where several are called the same."""
    designs = {line.line_id: snapshot.print_of(line) for line in snapshot.lines}
    words = {}
    for line in snapshot.lines:
        design = designs[line.line_id]
        words[line.line_id] = noun(line.product or (design.product if design else ""))
    many = Counter(words.values())
    return {id_: f"{word} (line {id_})" if many[word] > 1 else word for id_, word in words.items()}
