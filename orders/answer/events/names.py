"""Who and what an event speaks of: the item, its printer, its carrier."""

from __future__ import annotations

from dataclasses import dataclass

from orders.answer.events.rows import Moment
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


def names_of(story: OrderStory, row: Moment) -> Names:
    """The names for what happened to a row, from a moment of it that knows its line, printer and carrier."""
    printer = story.printers.get(row.printer_id)
    return Names(
        noun=_noun(story.snapshot, row.line_id),
        printer=printer.name if printer and printer.name else "the printer",
        carrier=carrier_name(row.carrier),
    )


def _noun(snapshot: OrderSnapshot, line_id: str) -> str:
    line = next((line for line in snapshot.lines if line.line_id == line_id), None)
    if line is None:
        return "item"
    design = snapshot.print_of(line)
    word = noun(line.product or (design.product if design else ""))
    same = [each for each in snapshot.lines if noun(each.product) == word]
    return f"{word} (line {line.line_id})" if len(same) > 1 else word
